package dev.darkstore.protocol.store;

import dev.darkstore.protocol.participant.Reservation;
import java.util.List;
import java.util.Optional;

/** View of the stock that the store's decisions read. */
public interface StockView {
  /** Returns the sku in the store; empty if the store never stocked it. */
  Optional<SkuStock> sku(String storeId, String sku);

  /** Returns true if the store ever stocked anything. */
  boolean isKnown(String storeId);

  /** Returns the store's reservations that hold the sku and are RESERVED. */
  List<Reservation> reservationsOf(String storeId, String sku);
}
