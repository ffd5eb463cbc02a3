package dev.darkstore.simulator;

import dev.darkstore.events.OrderLine;
import dev.darkstore.events.StockReceived;
import dev.darkstore.events.StockUpdate;
import dev.darkstore.events.StockWrittenOff;
import dev.darkstore.schemas.ClientRecords;
import dev.darkstore.schemas.DeadLetterHeaders;
import dev.darkstore.schemas.EventCodec;
import dev.darkstore.schemas.Topic;
import dev.darkstore.schemas.UnreadableRecordException;
import dev.darkstore.simulator.world.Change;
import dev.darkstore.simulator.world.LoggedRecord;
import dev.darkstore.state.SkuStockState;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Check of the goods in the store participant's state, at every commit: available + reserved +
 * assigned = supplied, and none negative. The supplied quantity is counted from the processed
 * supply records.
 */
final class StockWatch {
  private static final EventCodec<SkuStockState> CODEC =
      EventCodec.of(SkuStockState.class, SkuStockState.getClassSchema());

  private final int partitions;
  private final Reservations reservations = new Reservations();
  private final Map<String, Long> available = new HashMap<>();
  private final Map<String, Long> held = new HashMap<>();
  private final Map<String, Long> supplied = new HashMap<>();
  private final Set<String> updateIds = new HashSet<>();

  /** Position up to which supply was read, by partition, so that repeats are not counted again. */
  private final Map<Integer, Long> positions = new HashMap<>();

  StockWatch(int partitions) {
    this.partitions = partitions;
  }

  Reservations reservations() {
    return reservations;
  }

  /** Returns the available quantity of a sku; its key is store/sku. */
  long available(String sku) {
    return available.getOrDefault(sku, 0L);
  }

  void committed(List<LoggedRecord> read, List<LoggedRecord> written, List<Change> changes) {
    Set<String> touched = new TreeSet<>();
    supply(read, written, touched);
    for (Change change : changes) {
      if (change.store().equals("units")) {
        String sku = StateKey.of(change);
        available.put(sku, State.decode(CODEC, sku, change.value()).getAvailable());
        touched.add(sku);
      } else {
        reservations.follow(
            change,
            (sku, quantity) -> {
              held.merge(sku, (long) quantity, Long::sum);
              touched.add(sku);
            });
      }
    }
    touched.forEach(this::check);
  }

  private void check(String sku) {
    long free = available(sku);
    long taken = held.getOrDefault(sku, 0L);
    long all = supplied.getOrDefault(sku, 0L);
    if (free < 0 || taken < 0 || free + taken != all) {
      throw new Violated(
          "STOCK",
          Optional.empty(),
          "%s: %d available + %d reserved or assigned, %d supplied"
              .formatted(sku, free, taken, all));
    }
  }

  private void supply(List<LoggedRecord> read, List<LoggedRecord> written, Set<String> touched) {
    Set<Long> refused = null;
    for (LoggedRecord record : read) {
      if (record.topic().equals(Topic.STOCK_UPDATES)) {
        if (refused == null) {
          refused = refusedOffsets(written);
        }
        supply(record, refused, touched);
      }
    }
  }

  private void supply(LoggedRecord record, Set<Long> refused, Set<String> touched) {
    boolean isAgain = record.offset() <= positions.getOrDefault(record.partition(), -1L);
    if (isAgain) {
      return;
    }
    positions.put(record.partition(), record.offset());
    if (refused.contains(record.offset()) || StateKey.isStray(record, partitions)) {
      return;
    }
    StockUpdate update;
    try {
      update = ClientRecords.stockUpdate(record.key(), record.value());
    } catch (UnreadableRecordException e) {
      throw new Violated(
          "NOTHING_LOST",
          Optional.empty(),
          "%s was read, cannot be read (%s), and is not in the dead letters"
              .formatted(record, e.detail()));
    }
    String storeId = update.getStoreId();
    if (update.getUpdateId() != null && !updateIds.add(storeId + "/" + update.getUpdateId())) {
      return;
    }
    if (update.getBody() instanceof StockReceived received) {
      add(storeId, received.getLines(), 1, touched);
    } else if (update.getBody() instanceof StockWrittenOff writtenOff) {
      add(storeId, writtenOff.getLines(), -1, touched);
    }
  }

  private void add(String storeId, List<OrderLine> lines, int sign, Set<String> touched) {
    for (OrderLine line : lines) {
      String sku = storeId + "/" + line.getSku();
      supplied.merge(sku, (long) sign * line.getQuantity(), Long::sum);
      touched.add(sku);
    }
  }

  /** Returns the offsets of supply records that became dead letters. */
  private static Set<Long> refusedOffsets(List<LoggedRecord> written) {
    return written.stream()
        .filter(record -> record.topic().equals(Topic.DEAD_LETTERS))
        .flatMap(record -> DeadLetterHeaders.read(record.headers()).stream())
        .filter(headers -> headers.sourceTopic().equals(Topic.STOCK_UPDATES.topicName()))
        .map(DeadLetterHeaders::sourceOffset)
        .collect(Collectors.toSet());
  }
}
