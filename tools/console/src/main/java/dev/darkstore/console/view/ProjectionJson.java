package dev.darkstore.console.view;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.darkstore.client.supply.AgentFold;
import dev.darkstore.client.supply.StockFold;
import java.util.List;
import java.util.Locale;

/** JSON of the view, in bounded portions. */
final class ProjectionJson {
  private static final int ORDERS_LISTED = 40;
  static final int PAGE_ORDERS = 50;
  private static final int SKUS_LISTED = 300;
  private static final int AGENTS_LISTED = 300;

  private ProjectionJson() {}

  /** Source of an order's events. */
  enum Source {
    MEMORY,
    LOG
  }

  static ObjectNode summary(Orders orders, Letters letters) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    ObjectNode inFlight = json.putObject("inFlight");
    for (Phase phase : Phase.values()) {
      if (!phase.isOver()) {
        inFlight.put(phase.name(), orders.inFlight(phase));
      }
    }
    json.put("placed", orders.placed());
    json.put("rejected", orders.rejected());
    ObjectNode reasons = json.putObject("reasons");
    orders.rejections().forEach(reasons::put);
    json.put("letters", letters.count());
    json.put("kept", orders.kept());
    return json.put("left", orders.left());
  }

  static ObjectNode orders(Orders orders) {
    return list(orders.latest(ORDERS_LISTED));
  }

  /**
   * Returns a page of the results, their number, and what the links to the pages beside it need.
   */
  static ObjectNode found(Orders orders, OrderQuery query) {
    List<OrderLife> all = orders.search(query);
    int from = (int) all.stream().takeWhile(life -> !query.isReached(life)).count();
    int to = Math.min(all.size(), from + PAGE_ORDERS);
    ObjectNode json = list(all.subList(from, to));
    json.put("total", all.size()).put("from", from);
    json.put("kept", orders.kept()).put("left", orders.left());
    if (from > 0) {
      int newer = from - PAGE_ORDERS;
      json.put("newer", newer <= 0 ? "" : OrderQuery.placeOf(all.get(newer - 1)));
    }
    if (to < all.size()) {
      json.put("older", OrderQuery.placeOf(all.get(to - 1)));
    }
    return json;
  }

  private static ObjectNode list(List<OrderLife> lives) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    ArrayNode rows = json.putArray("orders");
    lives.forEach(life -> describe(rows.addObject(), life));
    return json;
  }

  private static void describe(ObjectNode row, OrderLife life) {
    row.put("id", life.orderId())
        .put("phase", life.phase().name())
        .put("customer", life.customerId())
        .put("store", life.storeId())
        .put("zone", life.zoneId())
        .put("agent", life.agentId())
        .put("lines", life.lines())
        .put("attributes", life.attributes())
        .put("at", life.firstAtMillis())
        .put("reason", life.reason())
        .put("detail", life.detail())
        .put(
            "tries",
            life.branches().values().stream().mapToInt(ProjectionJson::tries).max().orElse(0));
    life.latencyMillis().ifPresent(millis -> row.put("millis", millis));
  }

  /** Returns the number of attempts of the last command. */
  private static int tries(Branch branch) {
    return branch.releases() > 0 ? branch.releases() : branch.commits();
  }

  static ObjectNode order(OrderLife life, Source source) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    describe(json, life);
    json.put("source", source.name().toLowerCase(Locale.ROOT));
    json.put("lastAt", life.lastAtMillis());
    json.put("omitted", life.marksOmitted());
    ArrayNode branches = json.putArray("branches");
    life.branches()
        .forEach(
            (name, branch) ->
                branch(
                    branches.addObject().put("name", name.text()).put("lane", Lane.of(name)),
                    branch));
    ArrayNode marks = json.putArray("marks");
    for (TimelineEvent mark : life.marks()) {
      marks
          .addObject()
          .put("lane", mark.lane())
          .put("topic", mark.topic().topicName())
          .put("partition", mark.partition())
          .put("offset", mark.offset())
          .put("at", mark.atMillis())
          .put("event", mark.event())
          .put("detail", mark.detail());
    }
    return json;
  }

  private static void branch(ObjectNode json, Branch branch) {
    json.put("state", branch.state().name())
        .put("commits", branch.commits())
        .put("releases", branch.releases());
    branch
        .hold()
        .ifPresent(
            hold -> {
              ObjectNode bar = json.putObject("hold");
              bar.put("from", hold.fromMillis()).put("expires", hold.expiresAtMillis());
              if (hold.untilMillis() != Hold.OPEN) {
                bar.put("until", hold.untilMillis()).put("end", hold.end());
              }
            });
  }

  static ObjectNode throughput(Throughput throughput, long nowMillis) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    long last = nowMillis / Throughput.SLOT_MILLIS - 1;
    json.put("slotMillis", Throughput.SLOT_MILLIS);
    json.put("from", (last - Throughput.SLOTS + 2) * Throughput.SLOT_MILLIS);
    ArrayNode sent = json.putArray("sent");
    ArrayNode placed = json.putArray("placed");
    ArrayNode rejected = json.putArray("rejected");
    ArrayNode median = json.putArray("p50");
    ArrayNode slow = json.putArray("p99");
    for (long number = last - Throughput.SLOTS + 2; number <= last; number++) {
      Throughput.Slot slot = throughput.at(number);
      sent.add(slot.sent());
      placed.add(slot.placed());
      rejected.add(slot.rejected());
      add(median, slot.latencyMillis(50));
      add(slow, slot.latencyMillis(99));
    }
    return json;
  }

  private static void add(ArrayNode values, long orNegative) {
    if (orNegative < 0) {
      values.addNull();
    } else {
      values.add(orNegative);
    }
  }

  static ObjectNode stock(List<StockFold.Sku> skus, boolean isWhole) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    ArrayNode stores = json.putArray("stores");
    ArrayNode rows = null;
    String storeId = null;
    for (StockFold.Sku sku : skus.subList(0, Math.min(SKUS_LISTED, skus.size()))) {
      if (!sku.storeId().equals(storeId)) {
        storeId = sku.storeId();
        rows = stores.addObject().put("id", storeId).putArray("skus");
      }
      ObjectNode row =
          rows.addObject()
              .put("sku", sku.sku())
              .put("available", sku.available())
              .put("reserved", sku.reserved());
      if (isWhole) {
        row.put("assigned", sku.assigned());
      }
    }
    return json.put("omitted", Math.max(0, skus.size() - SKUS_LISTED));
  }

  static ObjectNode agents(List<AgentFold.Agent> agents) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    ArrayNode zones = json.putArray("zones");
    ArrayNode rows = null;
    String zoneId = null;
    for (AgentFold.Agent agent : agents.subList(0, Math.min(AGENTS_LISTED, agents.size()))) {
      if (!agent.zoneId().equals(zoneId)) {
        zoneId = agent.zoneId();
        rows = zones.addObject().put("id", zoneId).putArray("agents");
      }
      rows.addObject()
          .put("id", agent.agentId())
          .put("state", state(agent))
          .put("order", agent.orderId().orElse(""));
    }
    return json.put("omitted", Math.max(0, agents.size() - AGENTS_LISTED));
  }

  private static String state(AgentFold.Agent agent) {
    if (agent.orderId().isPresent()) {
      return agent.isAssigned() ? "ASSIGNED" : "HELD";
    }
    if (agent.isEntering()) {
      return "ENTERING";
    }
    return agent.isOnline() ? "FREE" : "OFFLINE";
  }

  static ObjectNode letters(Letters letters) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("count", letters.count());
    ArrayNode latest = json.putArray("latest");
    for (Letters.Letter letter : letters.latest()) {
      latest
          .addObject()
          .put("partition", letter.partition())
          .put("offset", letter.offset())
          .put("at", letter.atMillis())
          .put("reason", letter.reason())
          .put("detail", letter.detail())
          .put("source", letter.source())
          .put("order", letter.orderId())
          .put("resentAs", letter.resentAs());
    }
    return json;
  }
}
