package dev.darkstore.planted;

import dev.darkstore.protocol.OrderLine;
import dev.darkstore.protocol.participant.SupplyDecision;
import dev.darkstore.protocol.store.SkuStock;
import dev.darkstore.protocol.store.Stock;
import dev.darkstore.protocol.store.StockView;
import java.util.List;

/** Decisions about goods that are received and written off. A planted bug overrides one method. */
public class StockSupply {
  private final StockView view;
  private final Stock production;

  /** Creates the production decisions about this stock. */
  public StockSupply(StockView view) {
    this.view = view;
    this.production = new Stock(view);
  }

  /** Decides about received goods. */
  public SupplyDecision<SkuStock> receive(String storeId, List<OrderLine> lines, long offset) {
    return production.receive(storeId, lines, offset);
  }

  /** Decides about goods that were lost, broken or stolen. */
  public SupplyDecision<SkuStock> writeOff(
      String storeId, List<OrderLine> lines, long nowMillis, long offset) {
    return production.writeOff(storeId, lines, nowMillis, offset);
  }

  final StockView view() {
    return view;
  }
}
