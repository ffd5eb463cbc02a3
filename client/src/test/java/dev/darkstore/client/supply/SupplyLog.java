package dev.darkstore.client.supply;

import dev.darkstore.client.log.LogEntry;
import dev.darkstore.events.BranchEvent;
import dev.darkstore.events.HeldUnit;
import dev.darkstore.events.SupplyApplied;
import dev.darkstore.events.SupplyEvent;
import dev.darkstore.events.UnitBalance;
import dev.darkstore.schemas.Topic;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.apache.avro.specific.SpecificRecord;

/** Log of a participant: replies to supply on one topic, replies to orders on the other. */
final class SupplyLog {
  private static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");

  private final Topic supplyEvents;
  private final Topic branchEvents;
  private final String branchKey;
  private final Map<String, List<LogEntry>> partitions = new LinkedHashMap<>();

  /**
   * Creates an empty log.
   *
   * @param branchKey store or zone of all records
   */
  SupplyLog(Topic supplyEvents, Topic branchEvents, String branchKey) {
    this.supplyEvents = supplyEvents;
    this.branchEvents = branchEvents;
    this.branchKey = branchKey;
  }

  /** Adds the reply to a supply record that was applied. */
  SupplyLog applied(long supplyOffset, UnitBalance... balances) {
    return add(
        supplyEvents,
        branchKey,
        new SupplyEvent(
            branchKey, supplyOffset, null, NOON, new SupplyApplied(List.of(balances)), null));
  }

  /** Adds a reply to an order, on the partition of that order. */
  SupplyLog replied(String orderId, Object body) {
    return add(branchEvents, orderId, new BranchEvent(orderId, branchKey, 7L, NOON, body));
  }

  private SupplyLog add(Topic topic, String key, SpecificRecord envelope) {
    List<LogEntry> partition =
        partitions.computeIfAbsent(topic + "/" + key, any -> new ArrayList<>());
    Object body = envelope.get(envelope.getSchema().getField("body").pos());
    partition.add(
        new LogEntry(
            topic,
            0,
            partition.size(),
            NOON.toEpochMilli(),
            Optional.of(key),
            Optional.of(envelope),
            body));
    return this;
  }

  /** Returns the records in an interleaving of their partitions that the seed determines. */
  List<LogEntry> interleaved(long seed) {
    List<String> turns = new ArrayList<>();
    partitions.forEach((name, entries) -> turns.addAll(Collections.nCopies(entries.size(), name)));
    Collections.shuffle(turns, new Random(seed));
    Map<String, Integer> next = new LinkedHashMap<>();
    return turns.stream()
        .map(name -> partitions.get(name).get(next.merge(name, 1, Integer::sum) - 1))
        .toList();
  }

  /** Returns the unit of a holding. */
  static HeldUnit unit(String unit, int quantity, long change, long supplyOffset, long available) {
    return new HeldUnit(unit, quantity, change, supplyOffset, available);
  }
}
