package dev.darkstore.model;

import dev.darkstore.planted.Decisions;
import dev.darkstore.planted.StockSupply;
import dev.darkstore.protocol.HeldUnit;
import dev.darkstore.protocol.Order;
import dev.darkstore.protocol.OrderLine;
import dev.darkstore.protocol.participant.ParticipantDecisions;
import dev.darkstore.protocol.participant.Reservation;
import dev.darkstore.protocol.participant.ReservationStatus;
import dev.darkstore.protocol.participant.SupplyDecision;
import dev.darkstore.protocol.store.SkuStock;
import dev.darkstore.protocol.store.StockView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Inventory of a store: the units are skus. */
enum StoreInventory implements Inventory<SkuStock> {
  INSTANCE;

  /** Returns a store with this stock and without reservations. */
  static Site<SkuStock> store(String storeId, List<String> orderIds, List<OrderLine> stock) {
    return new Site<>(
        INSTANCE,
        0,
        orderIds.stream().map(orderId -> Reservation.unknown(storeId, orderId, 0)).toList(),
        stock.stream()
            .map(line -> new SkuStock(storeId, line.sku(), line.quantity(), 0, -1))
            .toList(),
        orderIds.stream().map(orderId -> false).toList(),
        orderIds.stream().map(orderId -> false).toList(),
        stock.stream().map(line -> (long) line.quantity()).toList());
  }

  @Override
  public ParticipantDecisions<SkuStock> participant(Decisions decisions, Site<SkuStock> site) {
    return decisions.store(new View(site));
  }

  @Override
  public Optional<Supplied<SkuStock>> supply(Decisions decisions, Site<SkuStock> site, Step step) {
    SkuStock sku = site.units().get(step.number());
    List<OrderLine> one = List.of(new OrderLine(sku.sku(), 1));
    boolean arrives = step.kind() == Step.Kind.ARRIVAL;
    StockSupply supply = decisions.stockSupply(new View(site));
    SupplyDecision<SkuStock> decision =
        arrives
            ? supply.receive(sku.storeId(), one, 0)
            : supply.writeOff(sku.storeId(), one, site.nowMillis(), 0);
    if (decision.refusal().isPresent()) {
      return Optional.empty();
    }
    List<Long> supplied = new ArrayList<>(site.supplied());
    supplied.set(step.number(), supplied.get(step.number()) + (arrives ? 1 : -1));
    return Optional.of(new Supplied<>(decision, supplied, site.done()));
  }

  @Override
  public List<Step> supplySteps(Site<SkuStock> site, int branch) {
    List<Step> steps = new ArrayList<>();
    for (int sku = 0; sku < site.units().size(); sku++) {
      steps.add(new Step(Step.Kind.WRITE_OFF, -1, branch, sku));
    }
    steps.add(new Step(Step.Kind.ARRIVAL, -1, branch, 0));
    return steps;
  }

  @Override
  public List<List<HeldUnit>> holdings(Site<SkuStock> site, Order order) {
    return List.of(
        order.lines().stream()
            .map(line -> new HeldUnit(line.sku(), line.quantity(), 0, -1, 0))
            .toList());
  }

  @Override
  public boolean isSameUnit(SkuStock one, SkuStock other) {
    return one.sku().equals(other.sku());
  }

  @Override
  public Optional<String> orderOf(SkuStock unit) {
    return Optional.empty();
  }

  @Override
  public SkuStock renamed(SkuStock unit, UnaryOperator<String> ids) {
    return unit;
  }

  @Override
  public String name(SkuStock unit) {
    return unit.sku();
  }

  @Override
  public String describe(SkuStock unit) {
    return unit.available() + " " + unit.sku() + " left";
  }

  @Override
  public String summary(SkuStock unit) {
    return unit.available() + " " + unit.sku();
  }

  @Override
  public Optional<Violation> broken(Site<SkuStock> site) {
    for (int i = 0; i < site.units().size(); i++) {
      SkuStock sku = site.units().get(i);
      long reserved = held(site, sku, ReservationStatus.RESERVED);
      long assigned =
          held(site, sku, ReservationStatus.ASSIGNED) + held(site, sku, ReservationStatus.SETTLED);
      if (sku.available() + reserved + assigned != site.supplied().get(i)) {
        return Optional.of(
            new Violation(
                Invariant.STOCK,
                "%s in %s: %d available + %d reserved + %d assigned, but %d supplied"
                    .formatted(
                        sku.sku(),
                        sku.storeId(),
                        sku.available(),
                        reserved,
                        assigned,
                        site.supplied().get(i))));
      }
    }
    return Optional.empty();
  }

  @Override
  public List<SkuStock> normal(Site<SkuStock> site) {
    return site.units().stream()
        .map(sku -> new SkuStock(sku.storeId(), sku.sku(), sku.available(), 0, -1))
        .toList();
  }

  private static long held(Site<SkuStock> site, SkuStock sku, ReservationStatus status) {
    return site.reservations().stream()
        .filter(reservation -> reservation.status() == status)
        .flatMap(reservation -> reservation.holding().stream())
        .filter(held -> held.unit().equals(sku.sku()))
        .mapToLong(held -> held.quantity())
        .sum();
  }

  /** View of a site's stock for the store's decisions. */
  private record View(Site<SkuStock> site) implements StockView {
    @Override
    public Optional<SkuStock> sku(String storeId, String sku) {
      return site.units().stream().filter(unit -> unit.sku().equals(sku)).findFirst();
    }

    @Override
    public boolean isKnown(String storeId) {
      return !site.units().isEmpty();
    }

    @Override
    public List<Reservation> reservationsOf(String storeId, String sku) {
      return site.reservations().stream()
          .filter(reservation -> reservation.status() == ReservationStatus.RESERVED)
          .filter(
              reservation ->
                  reservation.holding().stream().anyMatch(held -> held.unit().equals(sku)))
          .toList();
    }
  }
}
