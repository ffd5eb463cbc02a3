package dev.darkstore.client.supply;

import dev.darkstore.client.log.LogEntry;
import dev.darkstore.events.Assigned;
import dev.darkstore.events.BranchEvent;
import dev.darkstore.events.HeldUnit;
import dev.darkstore.events.Released;
import dev.darkstore.events.ReservationExpired;
import dev.darkstore.events.Reserved;
import dev.darkstore.events.SupplyApplied;
import dev.darkstore.events.SupplyEvent;
import dev.darkstore.events.UnitBalance;
import dev.darkstore.schemas.Topic;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Stock of the stores, folded from their events: replies to supply, and holdings of orders. The
 * effect of a supply record without a reply is not predicted. The records of one partition must
 * arrive in their order, partitions in any interleaving; a record may be repeated.
 */
public final class StockFold {
  /** Topics required for a complete fold. */
  public static final List<Topic> TOPICS = List.of(Topic.STOCK_EVENTS, Topic.STORE_EVENTS);

  /** Maximum number of orders whose repeated Assigned is recognized. */
  private static final int ASSIGNED_MAX = 100_000;

  private final int skusMax;
  private final Map<String, Map<String, Balance>> stores = new TreeMap<>();
  private final Map<String, List<HeldUnit>> reserved = new HashMap<>();
  private final Map<String, List<HeldUnit>> assigned =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, List<HeldUnit>> eldest) {
          return size() > ASSIGNED_MAX;
        }
      };
  private int skus;

  /**
   * Stock of one sku in one store.
   *
   * @param available units that can still be promised
   * @param reserved units held for orders in flight
   * @param assigned units taken by orders, since the beginning of the topics
   */
  public record Sku(String storeId, String sku, long available, long reserved, long assigned) {}

  private static final class Balance {
    private Stage stage = Stage.NONE;
    private long available;
    private long reserved;
    private long assigned;

    void now(Stage at, long availableThen) {
      if (at.isAfter(stage)) {
        stage = at;
        available = availableThen;
      }
    }
  }

  /**
   * Creates an empty fold.
   *
   * @param skusMax maximum number of skus; further ones are ignored
   */
  public StockFold(int skusMax) {
    this.skusMax = skusMax;
  }

  /** Applies a record; those of other topics than {@link #TOPICS} change nothing. */
  public void accept(LogEntry entry) {
    Object envelope = entry.envelope().orElse(null);
    if (entry.topic().equals(Topic.STOCK_EVENTS) && envelope instanceof SupplyEvent event) {
      if (event.getBody() instanceof SupplyApplied applied) {
        for (UnitBalance unit : applied.getBalances()) {
          Balance balance = balance(event.getBranchKey(), unit.getUnit());
          if (balance != null) {
            balance.now(new Stage(unit.getChange(), event.getSupplyOffset()), unit.getAvailable());
          }
        }
      }
    } else if (entry.topic().equals(Topic.STORE_EVENTS) && envelope instanceof BranchEvent event) {
      branch(event);
    }
  }

  private void branch(BranchEvent event) {
    String storeId = event.getBranchKey();
    String branch = storeId + '/' + event.getOrderId() + '/' + event.getTransactionId();
    if (event.getBody() instanceof Reserved body) {
      if (!assigned.containsKey(branch) && reserved.put(branch, body.getHolding()) == null) {
        move(storeId, body.getHolding(), 1, 0);
      }
    } else if (event.getBody() instanceof Assigned body) {
      if (assigned.put(branch, body.getHolding()) == null) {
        move(storeId, body.getHolding(), reserved.remove(branch) == null ? 0 : -1, 1);
      }
    } else if (event.getBody() instanceof ReservationExpired body) {
      end(storeId, branch, body.getHolding());
    } else if (event.getBody() instanceof Released body) {
      end(storeId, branch, body.getHolding());
    }
  }

  private void end(String storeId, String branch, List<HeldUnit> givenBack) {
    List<HeldUnit> held = reserved.remove(branch);
    if (held != null) {
      move(storeId, held, -1, 0);
    }
    List<HeldUnit> taken = assigned.remove(branch);
    if (taken != null) {
      move(storeId, taken, 0, -1);
    }
    move(storeId, givenBack, 0, 0);
  }

  private void move(String storeId, List<HeldUnit> units, int reservedSign, int assignedSign) {
    for (HeldUnit unit : units) {
      Balance balance = balance(storeId, unit.getUnit());
      if (balance != null) {
        balance.now(new Stage(unit.getChange(), unit.getSupplyOffset()), unit.getAvailable());
        balance.reserved += (long) reservedSign * unit.getQuantity();
        balance.assigned += (long) assignedSign * unit.getQuantity();
      }
    }
  }

  /** Returns the sku's balance, or null beyond the maximum. */
  private Balance balance(String storeId, String sku) {
    Map<String, Balance> store = stores.get(storeId);
    Balance known = store == null ? null : store.get(sku);
    if (known != null || skus >= skusMax) {
      return known;
    }
    skus++;
    Balance added = new Balance();
    stores.computeIfAbsent(storeId, id -> new TreeMap<>()).put(sku, added);
    return added;
  }

  /** Returns the stock of all stores, by store and sku. */
  public List<Sku> skus() {
    List<Sku> all = new ArrayList<>();
    stores.forEach(
        (storeId, units) ->
            units.forEach(
                (sku, balance) ->
                    all.add(
                        new Sku(
                            storeId, sku, balance.available, balance.reserved, balance.assigned))));
    return all;
  }
}
