package dev.darkstore.protocol.store;

import dev.darkstore.protocol.participant.Reservation;
import dev.darkstore.protocol.participant.ReservationStatus;
import java.util.List;
import java.util.Optional;

/** State of one store. */
record Shelf(List<SkuStock> skus, List<Reservation> reservations) implements StockView {
  static final String STORE = "store-1";

  @Override
  public Optional<SkuStock> sku(String storeId, String sku) {
    return skus.stream()
        .filter(stock -> stock.storeId().equals(storeId) && stock.sku().equals(sku))
        .findFirst();
  }

  @Override
  public boolean isKnown(String storeId) {
    return skus.stream().anyMatch(stock -> stock.storeId().equals(storeId));
  }

  @Override
  public List<Reservation> reservationsOf(String storeId, String sku) {
    return reservations.stream()
        .filter(reservation -> reservation.status() == ReservationStatus.RESERVED)
        .filter(
            reservation -> reservation.holding().stream().anyMatch(held -> held.unit().equals(sku)))
        .toList();
  }
}
