package dev.darkstore.protocol.planted;

import dev.darkstore.protocol.OrderLine;
import dev.darkstore.protocol.participant.SupplyDecision;
import dev.darkstore.protocol.store.SkuStock;
import java.util.List;

/** What follows from a write-off; {@code Stock::writeOff} is one. */
@FunctionalInterface
public interface StockSupply {
  /** Goods were lost, broken or stolen. */
  SupplyDecision<SkuStock> writeOff(String storeId, List<OrderLine> lines, long offset);
}
