package dev.darkstore.conformance.resource;

import dev.darkstore.conformance.resource.Supply.SupplyRecord;
import dev.darkstore.events.AgentMovement;
import dev.darkstore.events.AgentOnline;
import dev.darkstore.events.AgentUpdate;
import dev.darkstore.events.OrderLine;
import dev.darkstore.events.StockReceived;
import dev.darkstore.events.StockUpdate;
import dev.darkstore.schemas.BranchName;
import dev.darkstore.schemas.EventCodec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Goods and agents that the kit supplies itself, to the two participants of this project. */
public final class GeneratedResources {
  /** One for each scenario that needs one, so that none of them waits for another. */
  private static final int SCARCE = 16;

  /** Capacities in turn: one unit shows a double taking at once, several show a miscount. */
  private static final int[] CAPACITIES = {1, 3};

  private static final String AMPLE = "ample";
  private static final String RARE = "rare";
  private static final String MISSING = "missing";

  private GeneratedResources() {}

  /**
   * Returns resources that no earlier run has used; empty if the participant takes its resources
   * from elsewhere.
   *
   * @param run id of the run, which distinguishes its stores and zones from those of others
   */
  public static Optional<Resources> of(String branch, String run) {
    if (branch.equals(BranchName.STORE.text())) {
      return Optional.of(goods(run));
    }
    return branch.equals(BranchName.DELIVERY.text()) ? Optional.of(agents(run)) : Optional.empty();
  }

  private static Resources goods(String run) {
    List<SupplyRecord> supply = new ArrayList<>();
    String store = "store-" + run;
    supply.add(received(store, AMPLE, 10 * Resources.AMPLE_TIMES));
    List<Scarce> scarce = new ArrayList<>();
    for (int i = 0; i < SCARCE; i++) {
      String each = store + "-" + i;
      int capacity = CAPACITIES[i % CAPACITIES.length];
      supply.add(received(each, RARE, capacity));
      scarce.add(new Scarce(goods(each, RARE), capacity, Optional.of(goods(each, RARE, MISSING))));
    }
    return new Resources(
        goods(store, AMPLE),
        scarce,
        Optional.of(goods(store, MISSING)),
        new Supply(supply, Optional.empty()));
  }

  private static Resources agents(String run) {
    List<SupplyRecord> supply = new ArrayList<>();
    String zone = "zone-" + run;
    online(supply, zone, 2 * Resources.AMPLE_TIMES);
    List<Scarce> scarce = new ArrayList<>();
    for (int i = 0; i < SCARCE; i++) {
      String each = zone + "-" + i;
      int capacity = CAPACITIES[i % CAPACITIES.length];
      online(supply, each, capacity);
      scarce.add(new Scarce(trip(each), capacity, Optional.empty()));
    }
    return new Resources(
        trip(zone),
        scarce,
        Optional.of(trip(zone + "-empty")),
        new Supply(supply, Optional.of(AgentMovement.ENTERED)));
  }

  private static SupplyRecord received(String store, String sku, int quantity) {
    return new SupplyRecord(
        store,
        EventCodec.STOCK_UPDATES.encode(
            new StockUpdate(
                store, null, new StockReceived(List.of(new OrderLine(sku, quantity))))));
  }

  private static void online(List<SupplyRecord> supply, String zone, int agents) {
    for (int i = 0; i < agents; i++) {
      supply.add(
          new SupplyRecord(
              zone,
              EventCodec.AGENT_UPDATES.encode(
                  new AgentUpdate(zone, null, "agent-" + zone + "-" + i, new AgentOnline()))));
    }
  }

  private static Claim goods(String store, String... skus) {
    List<OrderLine> lines = new ArrayList<>();
    for (String sku : skus) {
      lines.add(new OrderLine(sku, 1));
    }
    return new Claim(store, "customer", store, "zone", lines, Map.of());
  }

  private static Claim trip(String zone) {
    return new Claim(
        zone, "customer", "store", zone, List.of(new OrderLine("parcel", 1)), Map.of());
  }
}
