package dev.darkstore.store;

import dev.darkstore.events.StockReceived;
import dev.darkstore.events.StockUpdate;
import dev.darkstore.events.StockWrittenOff;
import dev.darkstore.events.UnitBalance;
import dev.darkstore.protocol.participant.Reservation;
import dev.darkstore.protocol.participant.Resource;
import dev.darkstore.protocol.participant.SupplyDecision;
import dev.darkstore.protocol.store.SkuStock;
import dev.darkstore.protocol.store.Stock;
import dev.darkstore.protocol.store.StockView;
import dev.darkstore.runtime.participant.OpenReservations;
import dev.darkstore.runtime.participant.OwnedResource;
import dev.darkstore.runtime.state.OpenStore;
import dev.darkstore.runtime.state.StateSerde;
import dev.darkstore.runtime.wire.CommonMapping;
import dev.darkstore.schemas.EventCodec;
import dev.darkstore.state.SkuStockState;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.streams.state.KeyValueStore;

/** Stock of one task's stores, one entry per store and sku. */
final class StockStore implements OwnedResource<StockUpdate, SkuStock>, StockView {
  /** Separator, which no id contains. */
  private static final char SEPARATOR = '/';

  private static final StateSerde<SkuStockState, SkuStock> SERDE =
      new StateSerde<>(SkuStockState.class, StockStore::toState, StockStore::fromState);

  private final OpenStore<SkuStock> skus;
  private final OpenReservations reservations;
  private final Stock stock = new Stock(this);

  StockStore(KeyValueStore<String, byte[]> units, OpenReservations reservations) {
    this.skus = new OpenStore<>(units, SERDE);
    this.reservations = reservations;
  }

  @Override
  public Resource<SkuStock> resource() {
    return stock;
  }

  @Override
  public SupplyDecision<SkuStock> supply(StockUpdate update, long nowMillis, long offset) {
    Object body = update.getBody();
    if (body instanceof StockReceived received) {
      return stock.receive(update.getStoreId(), CommonMapping.lines(received.getLines()), offset);
    }
    if (body instanceof StockWrittenOff writtenOff) {
      return stock.writeOff(
          update.getStoreId(), CommonMapping.lines(writtenOff.getLines()), nowMillis, offset);
    }
    throw new IllegalStateException("unhandled update " + body.getClass());
  }

  @Override
  public Optional<String> updateId(StockUpdate update) {
    return Optional.ofNullable(update.getUpdateId());
  }

  @Override
  public byte[] content(StockUpdate update) {
    return EventCodec.STOCK_UPDATES.encode(update);
  }

  @Override
  public UnitBalance balance(SkuStock stock) {
    return new UnitBalance(stock.sku(), stock.available(), stock.change(), true, null, false);
  }

  @Override
  public void apply(SkuStock change) {
    skus.put(change.storeId() + SEPARATOR + change.sku(), change);
  }

  @Override
  public void handOver() {
    skus.handOver();
  }

  @Override
  public Optional<SkuStock> sku(String storeId, String sku) {
    return skus.get(storeId + SEPARATOR + sku);
  }

  @Override
  public boolean isKnown(String storeId) {
    AtomicBoolean found = new AtomicBoolean();
    skus.scan(
        storeId + SEPARATOR,
        (key, any) -> {
          found.set(true);
          return false;
        });
    return found.get();
  }

  @Override
  public List<Reservation> reservationsOf(String storeId, String sku) {
    return reservations.holding(storeId, sku);
  }

  private static SkuStockState toState(SkuStock stock) {
    return new SkuStockState(stock.available(), stock.change(), stock.supplyOffset());
  }

  private static SkuStock fromState(String key, SkuStockState state) {
    int separator = key.indexOf(SEPARATOR);
    return new SkuStock(
        key.substring(0, separator),
        key.substring(separator + 1),
        state.getAvailable(),
        state.getChange(),
        state.getSupplyOffset());
  }
}
