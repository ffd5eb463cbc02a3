package dev.darkstore.command.supply;

import dev.darkstore.client.cluster.Cluster;
import dev.darkstore.client.cluster.LogReader;
import dev.darkstore.client.log.LogEntry;
import dev.darkstore.client.log.Supplies;
import dev.darkstore.events.Assigned;
import dev.darkstore.events.BranchEvent;
import dev.darkstore.events.HeldUnit;
import dev.darkstore.events.OrderLine;
import dev.darkstore.events.Released;
import dev.darkstore.events.ReservationExpired;
import dev.darkstore.events.Reserved;
import dev.darkstore.events.StockReceived;
import dev.darkstore.events.StockUpdate;
import dev.darkstore.events.StockWrittenOff;
import dev.darkstore.schemas.DeadLetterHeaders;
import dev.darkstore.schemas.Limits;
import dev.darkstore.schemas.Topic;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What the stores have, put together from what the topics tell: every reservation says how many of
 * a sku were left after it, and which supply had been counted by then. What was supplied after that
 * is added here as the store will add it.
 */
public final class StockBook {
  private final Supplies supplies;
  private final Map<String, Map<String, Balance>> balances = new TreeMap<>();
  private final Map<String, Holding> reserved = new HashMap<>();
  private final Map<String, Holding> assigned = new HashMap<>();
  private final List<Supply> supplied = new ArrayList<>();
  private final Set<String> refused = new HashSet<>();

  /**
   * One sku of one store.
   *
   * @param available how many can still be promised
   * @param reserved how many are held for orders that are being decided
   * @param assigned how many orders that were placed have taken, as far as the topics go back
   */
  public record Sku(String storeId, String sku, long available, long reserved, long assigned) {}

  /** The last that a reservation said. */
  private record Balance(long change, long supplyOffset, long available) {
    static final Balance NONE = new Balance(0, -1, 0);
  }

  private record Holding(String storeId, List<HeldUnit> units) {}

  private record Supply(
      String position, long offset, String storeId, int sign, List<OrderLine> lines) {}

  StockBook(int partitionCount) {
    supplies = new Supplies(partitionCount);
  }

  /**
   * What the topics of a cluster say, and whether they say it all.
   *
   * @param isCutOff whether retention has deleted the beginning, so that a sku of which nothing was
   *     heard since is missing
   */
  public record Reading(List<Sku> skus, boolean isCutOff) {
    /** Keeps a copy. */
    public Reading {
      skus = List.copyOf(skus);
    }
  }

  /** Reads what the topics of this cluster say. */
  public static Reading read(Cluster cluster) throws InterruptedException {
    StockBook book =
        new StockBook(cluster.partitions(Topic.STOCK_UPDATES).get(Topic.STOCK_UPDATES));
    try (LogReader reader = new LogReader(cluster, "darkstore-stock")) {
      reader.assign(Topic.STOCK_UPDATES, Topic.STORE_EVENTS, Topic.DEAD_LETTERS);
      reader.readToEnd(record -> book.accept(LogEntry.of(record)));
      return new Reading(book.skus(), reader.isCutOff());
    }
  }

  /** Takes a record in; those of one partition come in their order. */
  void accept(LogEntry entry) {
    Object envelope = entry.envelope().orElse(null);
    if (entry.body() instanceof DeadLetterHeaders said) {
      refused.add(
          "%s-%d@%d".formatted(said.sourceTopic(), said.sourcePartition(), said.sourceOffset()));
    } else if (envelope instanceof StockUpdate update) {
      supply(entry, update);
    } else if (envelope instanceof BranchEvent event && entry.topic() == Topic.STORE_EVENTS) {
      event(event);
    }
  }

  private void supply(LogEntry entry, StockUpdate update) {
    if (!supplies.isInPlace(entry, update.getStoreId())
        || Limits.violation(update).isPresent()
        || supplies.isRepeat(
            update, update.getStoreId(), update.getUpdateId(), entry.timestampMillis())) {
      return;
    }
    boolean isReceived = update.getBody() instanceof StockReceived;
    supplied.add(
        new Supply(
            "%s-%d@%d".formatted(entry.topic().topicName(), entry.partition(), entry.offset()),
            entry.offset(),
            update.getStoreId(),
            isReceived ? 1 : -1,
            isReceived
                ? ((StockReceived) update.getBody()).getLines()
                : ((StockWrittenOff) update.getBody()).getLines()));
  }

  private void event(BranchEvent event) {
    String orderId = event.getOrderId();
    if (event.getBody() instanceof Reserved body) {
      reserved.put(orderId, new Holding(event.getBranchKey(), body.getHolding()));
      note(event.getBranchKey(), body.getHolding());
    } else if (event.getBody() instanceof Assigned body) {
      reserved.remove(orderId);
      assigned.put(orderId, new Holding(event.getBranchKey(), body.getHolding()));
      note(event.getBranchKey(), body.getHolding());
    } else if (event.getBody() instanceof ReservationExpired body) {
      givenBack(event, body.getHolding());
    } else if (event.getBody() instanceof Released body) {
      givenBack(event, body.getHolding());
    }
  }

  private void givenBack(BranchEvent event, List<HeldUnit> holding) {
    reserved.remove(event.getOrderId());
    assigned.remove(event.getOrderId());
    note(event.getBranchKey(), holding);
  }

  private void note(String storeId, List<HeldUnit> units) {
    Map<String, Balance> store = balances.computeIfAbsent(storeId, id -> new TreeMap<>());
    for (HeldUnit unit : units) {
      Balance said = new Balance(unit.getChange(), unit.getSupplyOffset(), unit.getAvailable());
      store.merge(unit.getUnit(), said, (a, b) -> a.change() >= b.change() ? a : b);
    }
  }

  /** What all stores have, by store and sku; to be asked when everything was taken in. */
  List<Sku> skus() {
    Map<String, Map<String, Long>> available = new TreeMap<>();
    balances.forEach(
        (storeId, skus) ->
            skus.forEach(
                (sku, balance) ->
                    available
                        .computeIfAbsent(storeId, id -> new TreeMap<>())
                        .put(sku, balance.available())));
    for (Supply supply : supplied) {
      apply(supply, available.computeIfAbsent(supply.storeId(), id -> new TreeMap<>()));
    }
    Map<String, Long> reservedSums = sums(reserved);
    Map<String, Long> assignedSums = sums(assigned);
    List<Sku> skus = new ArrayList<>();
    available.forEach(
        (storeId, units) ->
            units.forEach(
                (sku, left) ->
                    skus.add(
                        new Sku(
                            storeId,
                            sku,
                            left,
                            reservedSums.getOrDefault(storeId + '/' + sku, 0L),
                            assignedSums.getOrDefault(storeId + '/' + sku, 0L)))));
    return skus;
  }

  /**
   * A write-off takes all its lines or, refused, none. One that is not refused and still does not
   * fit has been read before what the store gives up for it: it is left out, as it is not yet done.
   */
  private void apply(Supply supply, Map<String, Long> available) {
    List<OrderLine> due = supply.lines().stream().filter(line -> isAfter(supply, line)).toList();
    boolean fits =
        supply.sign() > 0
            || due.stream()
                .allMatch(line -> available.getOrDefault(line.getSku(), 0L) >= line.getQuantity());
    if (fits && !refused.contains(supply.position())) {
      due.forEach(
          line ->
              available.merge(line.getSku(), (long) supply.sign() * line.getQuantity(), Long::sum));
    }
  }

  private boolean isAfter(Supply supply, OrderLine line) {
    return supply.offset()
        > balances
            .getOrDefault(supply.storeId(), Map.of())
            .getOrDefault(line.getSku(), Balance.NONE)
            .supplyOffset();
  }

  /** How much is held, by store and sku with a slash between them. */
  private static Map<String, Long> sums(Map<String, Holding> holdings) {
    Map<String, Long> sums = new HashMap<>();
    for (Holding holding : holdings.values()) {
      for (HeldUnit unit : holding.units()) {
        sums.merge(holding.storeId() + '/' + unit.getUnit(), (long) unit.getQuantity(), Long::sum);
      }
    }
    return sums;
  }
}
