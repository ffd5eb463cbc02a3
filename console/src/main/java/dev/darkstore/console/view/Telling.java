package dev.darkstore.console.view;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.darkstore.events.HeldUnit;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The view as JSON, in bounded portions. */
final class Telling {
  private static final int ORDERS_TOLD = 40;
  private static final int FOUND_MAX = 50;
  private static final int SKUS_TOLD = 300;
  private static final int AGENTS_TOLD = 300;

  private Telling() {}

  /** Where an order's events were found. */
  enum Source {
    MEMORY,
    LOG
  }

  static ObjectNode summary(Orders orders, Letters letters) {
    ObjectNode told = JsonNodeFactory.instance.objectNode();
    ObjectNode inFlight = told.putObject("inFlight");
    for (Phase phase : Phase.values()) {
      if (!phase.isOver()) {
        inFlight.put(phase.name(), orders.inFlight(phase));
      }
    }
    told.put("placed", orders.placed());
    told.put("rejected", orders.rejected());
    ObjectNode reasons = told.putObject("reasons");
    orders.rejections().forEach(reasons::put);
    told.put("letters", letters.count());
    told.put("kept", orders.kept());
    return told.put("left", orders.left());
  }

  static ObjectNode orders(Orders orders) {
    return list(orders.latest(ORDERS_TOLD));
  }

  static ObjectNode found(Orders orders, String text) {
    return list(orders.search(text, FOUND_MAX));
  }

  private static ObjectNode list(List<OrderLife> lives) {
    ObjectNode told = JsonNodeFactory.instance.objectNode();
    ArrayNode rows = told.putArray("orders");
    lives.forEach(life -> describe(rows.addObject(), life));
    return told;
  }

  private static void describe(ObjectNode row, OrderLife life) {
    row.put("id", life.orderId())
        .put("phase", life.phase().name())
        .put("customer", life.customerId())
        .put("store", life.storeId())
        .put("zone", life.zoneId())
        .put("lines", life.lines())
        .put("at", life.firstAtMillis())
        .put("reason", life.reason())
        .put("detail", life.detail())
        .put("tries", Math.max(tries(life.store()), tries(life.delivery())));
    life.latencyMillis().ifPresent(millis -> row.put("millis", millis));
  }

  /** How often the last command was sent. */
  private static int tries(Branch branch) {
    return branch.releases() > 0 ? branch.releases() : branch.commits();
  }

  static ObjectNode order(OrderLife life, Source source) {
    ObjectNode told = JsonNodeFactory.instance.objectNode();
    describe(told, life);
    told.put("source", source.name().toLowerCase(Locale.ROOT));
    told.put("lastAt", life.lastAtMillis());
    told.put("omitted", life.marksOmitted());
    branch(told.putObject("storeBranch"), life.store());
    branch(told.putObject("deliveryBranch"), life.delivery());
    ArrayNode marks = told.putArray("marks");
    for (Mark mark : life.marks()) {
      marks
          .addObject()
          .put("lane", mark.lane().name())
          .put("topic", mark.topic().topicName())
          .put("partition", mark.partition())
          .put("offset", mark.offset())
          .put("at", mark.atMillis())
          .put("event", mark.event())
          .put("detail", mark.detail());
    }
    return told;
  }

  private static void branch(ObjectNode told, Branch branch) {
    told.put("state", branch.state().name())
        .put("commits", branch.commits())
        .put("releases", branch.releases());
    branch
        .hold()
        .ifPresent(
            hold -> {
              ObjectNode bar = told.putObject("hold");
              bar.put("from", hold.fromMillis()).put("expires", hold.expiresAtMillis());
              if (hold.untilMillis() != Hold.OPEN) {
                bar.put("until", hold.untilMillis()).put("end", hold.end());
              }
            });
  }

  static ObjectNode rhythm(Rhythm rhythm, long nowMillis) {
    ObjectNode told = JsonNodeFactory.instance.objectNode();
    long last = nowMillis / Rhythm.SLOT_MILLIS - 1;
    told.put("slotMillis", Rhythm.SLOT_MILLIS);
    told.put("from", (last - Rhythm.SLOTS + 2) * Rhythm.SLOT_MILLIS);
    ArrayNode sent = told.putArray("sent");
    ArrayNode placed = told.putArray("placed");
    ArrayNode rejected = told.putArray("rejected");
    ArrayNode median = told.putArray("p50");
    ArrayNode slow = told.putArray("p99");
    for (long number = last - Rhythm.SLOTS + 2; number <= last; number++) {
      Rhythm.Slot slot = rhythm.at(number);
      sent.add(slot.sent());
      placed.add(slot.placed());
      rejected.add(slot.rejected());
      add(median, slot.latencyMillis(50));
      add(slow, slot.latencyMillis(99));
    }
    return told;
  }

  private static void add(ArrayNode values, long orNegative) {
    if (orNegative < 0) {
      values.addNull();
    } else {
      values.add(orNegative);
    }
  }

  static ObjectNode stock(Stock stock, Collection<OrderLife> open, boolean isWhole) {
    Map<String, Long> reserved = reserved(open);
    ObjectNode told = JsonNodeFactory.instance.objectNode();
    ArrayNode stores = told.putArray("stores");
    int left = SKUS_TOLD;
    int omitted = 0;
    for (Map.Entry<String, Map<String, Sku>> store : stock.stores().entrySet()) {
      ObjectNode toldStore = stores.addObject().put("id", store.getKey());
      ArrayNode skus = toldStore.putArray("skus");
      for (Map.Entry<String, Sku> entry : store.getValue().entrySet()) {
        if (left-- <= 0) {
          omitted++;
          continue;
        }
        Sku sku = entry.getValue();
        long held = reserved.getOrDefault(store.getKey() + '/' + entry.getKey(), 0L);
        ObjectNode row = skus.addObject().put("sku", entry.getKey()).put("reserved", held);
        if (isWhole || sku.isHeard()) {
          row.put("available", sku.available());
          row.put("assigned", Math.max(0, sku.supplied() - sku.available() - held));
        }
      }
    }
    return told.put("omitted", omitted);
  }

  private static Map<String, Long> reserved(Collection<OrderLife> open) {
    Map<String, Long> reserved = new HashMap<>();
    for (OrderLife life : open) {
      if (life.store().state() == Branch.State.RESERVED) {
        for (HeldUnit unit : life.store().holding()) {
          reserved.merge(
              life.storeId() + '/' + unit.getUnit(), (long) unit.getQuantity(), Long::sum);
        }
      }
    }
    return reserved;
  }

  static ObjectNode agents(Agents agents) {
    ObjectNode told = JsonNodeFactory.instance.objectNode();
    ArrayNode zones = told.putArray("zones");
    int left = AGENTS_TOLD;
    int omitted = 0;
    for (Map.Entry<String, Map<String, Agent>> zone : agents.zones().entrySet()) {
      ObjectNode toldZone = zones.addObject().put("id", zone.getKey());
      ArrayNode rows = toldZone.putArray("agents");
      for (Map.Entry<String, Agent> agent : zone.getValue().entrySet()) {
        if (left-- <= 0) {
          omitted++;
          continue;
        }
        rows.addObject()
            .put("id", agent.getKey())
            .put("state", agent.getValue().state().name())
            .put("order", agent.getValue().orderId());
      }
    }
    return told.put("omitted", omitted);
  }

  static ObjectNode letters(Letters letters) {
    ObjectNode told = JsonNodeFactory.instance.objectNode();
    told.put("count", letters.count());
    ArrayNode latest = told.putArray("latest");
    for (Letters.Letter letter : letters.latest()) {
      latest
          .addObject()
          .put("partition", letter.partition())
          .put("offset", letter.offset())
          .put("at", letter.atMillis())
          .put("reason", letter.reason())
          .put("detail", letter.detail())
          .put("source", letter.source());
    }
    return told;
  }
}
