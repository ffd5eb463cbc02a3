package dev.darkstore.simulator;

import dev.darkstore.events.StockReceived;
import dev.darkstore.events.StockUpdate;
import dev.darkstore.events.StockWrittenOff;
import dev.darkstore.events.UnitBalance;
import dev.darkstore.planted.Decisions;
import dev.darkstore.protocol.participant.ParticipantDecisions;
import dev.darkstore.protocol.participant.Resource;
import dev.darkstore.protocol.participant.SupplyDecision;
import dev.darkstore.protocol.store.SkuStock;
import dev.darkstore.protocol.store.StockView;
import dev.darkstore.runtime.participant.OwnedResource;
import dev.darkstore.runtime.wire.CommonMapping;
import java.util.Optional;

/** Production stock, with defective decisions. */
record PlantedStock(
    OwnedResource<StockUpdate, SkuStock> production, Decisions planted, boolean timersRing)
    implements OwnedResource<StockUpdate, SkuStock> {
  @Override
  public Resource<SkuStock> resource() {
    return production.resource();
  }

  @Override
  public ParticipantDecisions<SkuStock> decisions() {
    return new PlantedDecisions<>(planted.store(view()), timersRing);
  }

  @Override
  public SupplyDecision<SkuStock> supply(StockUpdate update, long nowMillis, long offset) {
    if (update.getBody() instanceof StockReceived received) {
      return planted
          .stockSupply(view())
          .receive(update.getStoreId(), CommonMapping.lines(received.getLines()), offset);
    }
    if (update.getBody() instanceof StockWrittenOff writtenOff) {
      return planted
          .stockSupply(view())
          .writeOff(
              update.getStoreId(), CommonMapping.lines(writtenOff.getLines()), nowMillis, offset);
    }
    throw new IllegalStateException("unhandled update " + update);
  }

  @Override
  public Optional<String> updateId(StockUpdate update) {
    return production.updateId(update);
  }

  @Override
  public byte[] content(StockUpdate update) {
    return production.content(update);
  }

  @Override
  public UnitBalance balance(SkuStock unit) {
    return production.balance(unit);
  }

  @Override
  public void apply(SkuStock change) {
    production.apply(change);
  }

  @Override
  public void handOver() {
    production.handOver();
  }

  private StockView view() {
    return (StockView) production;
  }
}
