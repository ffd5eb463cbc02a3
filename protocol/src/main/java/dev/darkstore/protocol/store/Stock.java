package dev.darkstore.protocol.store;

import dev.darkstore.protocol.HeldUnit;
import dev.darkstore.protocol.Order;
import dev.darkstore.protocol.OrderLine;
import dev.darkstore.protocol.Reason;
import dev.darkstore.protocol.Refusal;
import dev.darkstore.protocol.Shortage;
import dev.darkstore.protocol.participant.Reservation;
import dev.darkstore.protocol.participant.Resource;
import dev.darkstore.protocol.participant.SupplyDecision;
import dev.darkstore.protocol.participant.SupplyDecision.ReservationChange;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Stock of dark stores as a resource. An order takes all its lines or none; only supply changes the
 * sum {@code available + reserved + assigned}.
 */
public final class Stock implements Resource<SkuStock> {
  private final StockView view;

  /** Creates the resource over a view of the stock. */
  public Stock(StockView view) {
    this.view = view;
  }

  @Override
  public Taking<SkuStock> reserve(Reservation branch, Order order, long nowMillis) {
    String storeId = branch.key();
    List<String> unknown = new ArrayList<>();
    List<Shortage> shortages = new ArrayList<>();
    List<SkuStock> changes = new ArrayList<>();
    List<HeldUnit> units = new ArrayList<>();
    for (OrderLine line : order.lines()) {
      Optional<SkuStock> known = view.sku(storeId, line.sku());
      if (known.isEmpty()) {
        unknown.add(line.sku());
      } else if (known.get().available() < line.quantity()) {
        shortages.add(new Shortage(line.sku(), line.quantity(), known.get().available()));
      } else {
        SkuStock taken = known.get().taken(line.quantity());
        changes.add(taken);
        units.add(taken.heldUnit(line.quantity()));
      }
    }
    if (!unknown.isEmpty()) {
      return new Taking.Refused<>(
          view.isKnown(storeId)
              ? Refusal.of(
                  Reason.UNKNOWN_SKU,
                  "store %s does not sell: %s".formatted(storeId, String.join(", ", unknown)))
              : Refusal.of(Reason.UNKNOWN_STORE, "there is no store " + storeId));
    }
    if (!shortages.isEmpty()) {
      return new Taking.Refused<>(outOfStock(shortages));
    }
    return new Taking.Taken<>(new Holding<>(units, changes));
  }

  @Override
  public Holding<SkuStock> release(Reservation branch, long nowMillis) {
    Draft draft = new Draft(branch.key());
    return new Holding<>(draft.giveBack(branch.holding()), draft.changes());
  }

  /**
   * Adds received goods.
   *
   * @param lines sku and quantity, no sku twice
   * @param offset of the supply record
   */
  public SupplyDecision<SkuStock> receive(String storeId, List<OrderLine> lines, long offset) {
    Draft draft = new Draft(storeId);
    for (OrderLine line : lines) {
      draft.supply(line.sku(), line.quantity(), offset);
    }
    return SupplyDecision.changing(draft.changes());
  }

  /**
   * Writes off goods that were lost, broken or stolen. Available goods are written off first,
   * including those of expired reservations; then live reservations lose their goods, the latest
   * expiry first, and a reservation that loses one line loses all. Assigned goods stay: a write-off
   * of more than the rest is refused whole.
   *
   * @param lines sku and quantity, no sku twice
   * @param offset of the supply record
   */
  public SupplyDecision<SkuStock> writeOff(
      String storeId, List<OrderLine> lines, long nowMillis, long offset) {
    Draft draft = new Draft(storeId);
    Map<Reservation, ReservationChange> lost = new LinkedHashMap<>();
    for (OrderLine line : lines) {
      List<Reservation> holders = new ArrayList<>(view.reservationsOf(storeId, line.sku()));
      holders.removeIf(lost::containsKey);
      holders.sort(
          Comparator.<Reservation, Boolean>comparing(holder -> holder.isDue(nowMillis))
              .thenComparingLong(Reservation::expiresAtMillis)
              .thenComparing(Reservation::orderId)
              .reversed());
      for (Reservation holder : holders) {
        if (draft.available(line.sku()) >= line.quantity()) {
          break;
        }
        lost.put(holder, lost(holder, line.sku(), draft.giveBack(holder.holding()), nowMillis));
      }
      long available = draft.available(line.sku());
      if (available < line.quantity()) {
        return SupplyDecision.refused(
            Refusal.of(
                Reason.WRITE_OFF_EXCEEDS_STOCK,
                "store %s has %s of %s that are not assigned, %s were to be written off"
                    .formatted(storeId, available, line.sku(), line.quantity())));
      }
      draft.supply(line.sku(), -line.quantity(), offset);
    }
    return new SupplyDecision<>(draft.changes(), List.copyOf(lost.values()), Optional.empty());
  }

  private static ReservationChange lost(
      Reservation holder, String sku, List<HeldUnit> givenBack, long nowMillis) {
    return holder.isDue(nowMillis)
        ? new ReservationChange.Lost(
            holder, Reason.RESERVATION_EXPIRED, Reservation.RAN_OUT, givenBack)
        : new ReservationChange.Lost(
            holder,
            Reason.GOODS_WRITTEN_OFF,
            "goods held for the order were written off: " + sku,
            givenBack);
  }

  private static Refusal outOfStock(List<Shortage> shortages) {
    String detail =
        shortages.stream()
            .map(s -> "%s: %s wanted, %s left".formatted(s.sku(), s.wanted(), s.available()))
            .collect(Collectors.joining("; "));
    return new Refusal(Reason.OUT_OF_STOCK, detail, shortages);
  }

  /** Skus of the store with the changes of the decision in progress. */
  private final class Draft {
    private final String storeId;
    private final Map<String, SkuStock> changed = new LinkedHashMap<>();

    Draft(String storeId) {
      this.storeId = storeId;
    }

    long available(String sku) {
      return sku(sku).map(SkuStock::available).orElse(0L);
    }

    void supply(String sku, long quantity, long offset) {
      SkuStock before = sku(sku).orElseGet(() -> new SkuStock(storeId, sku, 0, 0, -1));
      changed.put(sku, before.supplied(quantity, offset));
    }

    List<HeldUnit> giveBack(List<HeldUnit> holding) {
      List<HeldUnit> back = new ArrayList<>();
      for (HeldUnit held : holding) {
        SkuStock before =
            sku(held.unit())
                .orElseThrow(
                    () ->
                        new IllegalStateException(
                            "store %s holds %s but does not know it".formatted(storeId, held)));
        SkuStock after = before.givenBack(held.quantity());
        changed.put(held.unit(), after);
        back.add(after.heldUnit(held.quantity()));
      }
      return back;
    }

    List<SkuStock> changes() {
      return List.copyOf(changed.values());
    }

    private Optional<SkuStock> sku(String sku) {
      SkuStock drafted = changed.get(sku);
      return drafted != null ? Optional.of(drafted) : view.sku(storeId, sku);
    }
  }
}
