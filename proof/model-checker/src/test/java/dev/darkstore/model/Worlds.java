package dev.darkstore.model;

import dev.darkstore.planted.Decisions;
import dev.darkstore.planted.SentAhead;
import dev.darkstore.protocol.Order;
import dev.darkstore.protocol.OrderLine;
import dev.darkstore.protocol.coordinator.Branch;
import dev.darkstore.protocol.coordinator.CoordinatorTiming;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Worlds to explore: one store, one zone, and orders for equal goods. */
final class Worlds {
  private static final String STORE = "store-1";
  private static final String ZONE = "zone-1";
  private static final List<String> ORDERS = List.of("A", "B", "C");
  private static final OrderLine RICE = new OrderLine("rice", 1);

  /** Timing of production, with one Commit attempt less. */
  private static final CoordinatorTiming TIMING =
      new CoordinatorTiming(120_000, 10_000, 2, 5_000, 5_000, 5_000, 60_000, 120_000, 86_400_000);

  private final List<String> ids;
  private List<OrderLine> lines = List.of(RICE);
  private List<OrderLine> stock = List.of(RICE);
  private List<String> agents = List.of("Asha");
  private Bounds bounds = Bounds.none();
  private Decisions decisions = Decisions.PRODUCTION;
  private Set<SentAhead> sentAhead = Set.of();
  private boolean releasesApart;
  private boolean withVouchers;

  private Worlds(List<String> ids) {
    this.ids = ids;
  }

  /** Returns a world with one unit of rice and one agent, and this number of orders for both. */
  static Worlds orders(int count) {
    return new Worlds(ORDERS.subList(0, count));
  }

  /** Adds a second agent. */
  Worlds twoAgents() {
    agents = List.of("Asha", "Ravi");
    return this;
  }

  /** Sets the units of rice in the store. */
  Worlds rice(int quantity) {
    stock = List.of(new OrderLine(RICE.sku(), quantity));
    return this;
  }

  /** Adds milk to every order; rice is sufficient for two, milk for one. */
  Worlds riceAndMilk() {
    OrderLine milk = new OrderLine("milk", 1);
    lines = List.of(RICE, milk);
    stock = List.of(new OrderLine(RICE.sku(), 2), milk);
    return this;
  }

  /** Adds a third branch, which works like the store. */
  Worlds vouchers() {
    withVouchers = true;
    return this;
  }

  Worlds bounds(Bounds newBounds) {
    bounds = newBounds;
    return this;
  }

  /** Sends requests and votes ahead of the commit, as in production. */
  Worlds sentAhead() {
    return sentAhead(SentAhead.REQUESTS_AND_VOTES);
  }

  /** Sends messages of these kinds ahead of the commit. */
  Worlds sentAhead(Set<SentAhead> newSentAhead) {
    sentAhead = newSentAhead;
    return this;
  }

  /** Separates the topics of releases and requests, which may then overtake each other. */
  Worlds releasesApart() {
    releasesApart = true;
    return this;
  }

  Worlds decisions(Decisions newDecisions) {
    decisions = newDecisions;
    return this;
  }

  ModelWorld build() {
    List<ModelWorld.Participation> participations =
        new ArrayList<>(
            List.of(
                new ModelWorld.Participation(
                    new Branch("store", Branch.Key.STORE_ID),
                    StoreInventory.store(STORE, ids, stock)),
                new ModelWorld.Participation(
                    new Branch("delivery", Branch.Key.ZONE_ID),
                    AgentInventory.zone(ZONE, ids, agents))));
    if (withVouchers) {
      participations.add(
          new ModelWorld.Participation(
              new Branch("vouchers", Branch.Key.CUSTOMER_ID),
              StoreInventory.store("customer", ids, stock)));
    }
    return new ModelWorld(
        ids.stream().map(this::order).toList(),
        participations,
        TIMING,
        bounds,
        sentAhead,
        releasesApart,
        decisions);
  }

  private Order order(String id) {
    return new Order(id, "customer", STORE, ZONE, lines);
  }
}
