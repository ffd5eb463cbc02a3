package dev.darkstore.topology.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkstore.events.BranchEvent;
import dev.darkstore.events.HeldUnit;
import dev.darkstore.events.OrderLine;
import dev.darkstore.events.Released;
import dev.darkstore.events.ReservationExpired;
import dev.darkstore.events.Reserved;
import dev.darkstore.events.StockReceived;
import dev.darkstore.events.StockUpdate;
import dev.darkstore.events.StockWrittenOff;
import dev.darkstore.schemas.Topic;
import dev.darkstore.simulator.world.Event;
import dev.darkstore.simulator.world.World;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Replays the history of every sku in every store. */
final class Goods {
  private final World world;

  /** By store and sku: what each supply record added, by its offset. */
  private final Map<String, TreeMap<Long, Long>> supply = new HashMap<>();

  /** By store and sku: what reservations did, by the number of the change. */
  private final Map<String, TreeMap<Long, Change>> changes = new HashMap<>();

  private record Change(String orderId, HeldUnit unit, long taken) {}

  private Goods(World world) {
    this.world = world;
  }

  /**
   * By order and sku: what the order has. On the way, at every change of a sku, what the store says
   * is left must be what was supplied less what is taken, and never be negative.
   */
  static Map<String, Map<String, Long>> takenByOrder(World world) {
    Goods goods = new Goods(world);
    goods.readSupply();
    goods.readChanges();
    return goods.replay();
  }

  private void readSupply() {
    Set<String> deadLetters = Positions.ofDeadLetters(world);
    Set<String> seen = new HashSet<>();
    for (Event event : world.events(Topic.STOCK_UPDATES)) {
      if (deadLetters.contains(Positions.of(event.record()))) {
        continue;
      }
      StockUpdate update = (StockUpdate) event.message();
      String updateId = update.getUpdateId();
      if (updateId != null && !seen.add(update.getStoreId() + "/" + updateId)) {
        continue;
      }
      if (event.body() instanceof StockReceived received) {
        supplied(event, update.getStoreId(), received.getLines(), 1);
      } else if (event.body() instanceof StockWrittenOff writtenOff) {
        supplied(event, update.getStoreId(), writtenOff.getLines(), -1);
      }
    }
  }

  private void supplied(Event event, String storeId, List<OrderLine> lines, long sign) {
    for (OrderLine line : lines) {
      supply
          .computeIfAbsent(storeId + "/" + line.getSku(), sku -> new TreeMap<>())
          .put(event.record().offset(), sign * line.getQuantity());
    }
  }

  private void readChanges() {
    for (Event event : world.events(Topic.STORE_EVENTS)) {
      if (event.body() instanceof Reserved reserved) {
        changed(event, reserved.getHolding(), 1);
      } else if (event.body() instanceof Released released) {
        changed(event, released.getHolding(), -1);
      } else if (event.body() instanceof ReservationExpired expired) {
        changed(event, expired.getHolding(), -1);
      }
    }
  }

  private void changed(Event event, List<HeldUnit> units, long sign) {
    String storeId = ((BranchEvent) event.message()).getBranchKey();
    for (HeldUnit unit : units) {
      Change change = new Change(event.orderId().orElseThrow(), unit, sign * unit.getQuantity());
      Change before =
          changes
              .computeIfAbsent(storeId + "/" + unit.getUnit(), sku -> new TreeMap<>())
              .putIfAbsent(unit.getChange(), change);
      assertThat(before == null ? change : before)
          .as("said of one change of %s, perhaps repeatedly", unit.getUnit())
          .isEqualTo(change);
    }
  }

  private Map<String, Map<String, Long>> replay() {
    Map<String, Map<String, Long>> byOrder = new HashMap<>();
    changes.forEach(
        (sku, history) -> {
          long taken = 0;
          long number = 0;
          for (Change change : history.values()) {
            HeldUnit unit = change.unit();
            assertThat(unit.getChange()).as("the next change of %s", sku).isEqualTo(++number);
            taken += change.taken();
            assertThat(unit.getAvailable())
                .as("%s after change %d", sku, number)
                .isNotNegative()
                .isEqualTo(suppliedUpTo(sku, unit.getSupplyOffset()) - taken);
            byOrder
                .computeIfAbsent(change.orderId(), id -> new HashMap<>())
                .merge(unit.getUnit(), change.taken(), Long::sum);
          }
        });
    byOrder.values().forEach(units -> units.values().removeIf(quantity -> quantity == 0));
    byOrder.values().removeIf(Map::isEmpty);
    return byOrder;
  }

  private long suppliedUpTo(String sku, long offset) {
    return supply.getOrDefault(sku, new TreeMap<>()).headMap(offset, true).values().stream()
        .mapToLong(Long::longValue)
        .sum();
  }
}
