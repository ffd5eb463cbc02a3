package dev.darkstore.console.view;

import dev.darkstore.client.log.LogEntry;
import dev.darkstore.client.log.Supplies;
import dev.darkstore.events.HeldUnit;
import dev.darkstore.events.OrderLine;
import dev.darkstore.events.StockReceived;
import dev.darkstore.events.StockUpdate;
import dev.darkstore.events.StockWrittenOff;
import dev.darkstore.schemas.DeadLetterHeaders;
import dev.darkstore.schemas.Limits;
import dev.darkstore.schemas.Topic;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the stores have. */
final class Stock {
  /** More skus than this are not shown; they are not forgotten by the stores. */
  static final int SKUS_MAX = 10_000;

  private static final int WRITE_OFFS_MAX = 1_000;

  private final Map<String, Map<String, Sku>> stores = new TreeMap<>();
  private final Supplies supplies;
  private final Map<String, WriteOff> writeOffs = new Latest<>(WRITE_OFFS_MAX);
  private int skus;

  private record WriteOff(String storeId, long offset, List<OrderLine> lines) {}

  Stock(int supplyPartitions) {
    supplies = new Supplies(supplyPartitions);
  }

  /** What the back office says; each record once, those of a partition in their order. */
  void accept(LogEntry entry, StockUpdate update) {
    String storeId = update.getStoreId();
    if (!supplies.isInPlace(entry, storeId)
        || Limits.violation(update).isPresent()
        || supplies.isRepeat(update, storeId, update.getUpdateId(), entry.timestampMillis())) {
      return;
    }
    if (update.getBody() instanceof StockReceived received) {
      supply(storeId, entry.offset(), received.getLines(), 1);
    } else if (update.getBody() instanceof StockWrittenOff writtenOff) {
      supply(storeId, entry.offset(), writtenOff.getLines(), -1);
      writeOffs.put(
          position(entry.topic().topicName(), entry.partition(), entry.offset()),
          new WriteOff(storeId, entry.offset(), writtenOff.getLines()));
    }
  }

  private void supply(String storeId, long offset, List<OrderLine> lines, int sign) {
    for (OrderLine line : lines) {
      Sku sku = sku(storeId, line.getSku());
      if (sku != null) {
        sku.supply(offset, (long) sign * line.getQuantity());
      }
    }
  }

  /** A dead letter: a write-off may be among them that named more than there was. */
  void refused(DeadLetterHeaders said) {
    WriteOff none =
        writeOffs.remove(position(said.sourceTopic(), said.sourcePartition(), said.sourceOffset()));
    if (none != null && said.sourceTopic().equals(Topic.STOCK_UPDATES.topicName())) {
      for (OrderLine line : none.lines()) {
        Sku sku = sku(none.storeId(), line.getSku());
        if (sku != null) {
          sku.refuse(none.offset(), -line.getQuantity());
        }
      }
    }
  }

  void hear(String storeId, List<HeldUnit> units) {
    for (HeldUnit unit : units) {
      Sku sku = sku(storeId, unit.getUnit());
      if (sku != null) {
        sku.hear(unit);
      }
    }
  }

  /** The sku, or null if it is one too many. */
  private Sku sku(String storeId, String sku) {
    Map<String, Sku> store = stores.get(storeId);
    Sku known = store == null ? null : store.get(sku);
    if (known != null || skus >= SKUS_MAX) {
      return known;
    }
    skus++;
    Sku added = new Sku();
    stores.computeIfAbsent(storeId, id -> new TreeMap<>()).put(sku, added);
    return added;
  }

  /** By store, then by sku. */
  Map<String, Map<String, Sku>> stores() {
    return stores;
  }

  private static String position(String topic, int partition, long offset) {
    return topic + '-' + partition + '@' + offset;
  }
}
