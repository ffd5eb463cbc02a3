package dev.darkstore.client.log;

import dev.darkstore.client.cluster.Cluster;
import dev.darkstore.client.cluster.LogReader;
import dev.darkstore.events.Assigned;
import dev.darkstore.events.HeldUnit;
import dev.darkstore.events.Reserved;
import dev.darkstore.schemas.BranchTable;
import dev.darkstore.schemas.Installation;
import dev.darkstore.schemas.Topic;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;

/**
 * Search for all records about one order that reads as few partitions as possible: first the
 * partition of the order's key; then, from the time of the order on, the partitions of its keys in
 * the branches, and of its agents.
 */
public final class Trace {
  /** Maximum difference between the clocks of brokers and services. */
  private static final long CLOCKS_MILLIS = 60_000;

  private final String orderId;
  private final Installation installation;
  private final LogReader reader;
  private final Map<Topic, Integer> partitions;
  private final List<LogEntry> found = new ArrayList<>();

  private Trace(
      String orderId, Installation installation, LogReader reader, Map<Topic, Integer> partitions) {
    this.orderId = orderId;
    this.installation = installation;
    this.reader = reader;
    this.partitions = partitions;
  }

  /** Returns all records about the order, in no particular sequence; empty if there are none. */
  public static List<LogEntry> of(String orderId, Cluster cluster) throws InterruptedException {
    Map<Topic, Integer> partitions = cluster.partitions();
    try (LogReader reader = new LogReader(cluster, "darkstore-trace")) {
      Trace trace = new Trace(orderId, cluster.installation(), reader, partitions);
      trace.find();
      return trace.found;
    }
  }

  private void find() {
    read(List.of(partition(Topic.ORDERS, orderId)), OptionalLong.empty());
    OptionalLong orderedAt = found.stream().mapToLong(LogEntry::timestampMillis).min();
    OptionalLong since =
        orderedAt.isPresent()
            ? OptionalLong.of(orderedAt.getAsLong() - CLOCKS_MILLIS)
            // Retention may have left only the later events of the order.
            : OptionalLong.empty();
    List<Topic> byOrder =
        installation.topics(
            Topic.Role.VOTES, Topic.Role.EVENTS, Topic.Role.ORDER_EVENTS, Topic.Role.DEAD_LETTERS);
    read(byOrder.stream().map(topic -> partition(topic, orderId)).toList(), since);
    if (found.isEmpty()) {
      return;
    }
    long sinceMillis =
        found.stream().mapToLong(LogEntry::timestampMillis).min().getAsLong() - CLOCKS_MILLIS;
    Set<TopicPartition> others = new HashSet<>();
    for (BranchTable.Row row : installation.branches().rows()) {
      found.stream()
          .flatMap(entry -> entry.branchKey(row).stream())
          .forEach(
              key -> {
                others.add(partition(row.name().topic(Topic.Role.COMMANDS), key));
                others.add(partition(row.name().topic(Topic.Role.RELEASES), key));
              });
    }
    found.stream()
        .flatMap(entry -> entry.storeId().stream())
        .forEach(storeId -> others.add(partition(Topic.STORE_NOTIFICATIONS, storeId)));
    found.stream()
        .flatMap(entry -> entry.zoneId().stream())
        .forEach(zoneId -> others.add(partition(Topic.AGENT_UPDATES, zoneId)));
    found.stream()
        .flatMap(Trace::agents)
        .forEach(agentId -> others.add(partition(Topic.DELIVERY_NOTIFICATIONS, agentId)));
    if (!others.isEmpty()) {
      read(others, OptionalLong.of(sinceMillis));
    }
  }

  private void read(Collection<TopicPartition> assigned, OptionalLong sinceMillis) {
    reader.assign(assigned);
    sinceMillis.ifPresent(reader::seekToTime);
    reader.readToEnd(
        record -> {
          LogEntry entry = LogEntry.of(record);
          if (entry.orderId().filter(orderId::equals).isPresent()) {
            found.add(entry);
          }
        });
  }

  private static Stream<String> agents(LogEntry entry) {
    if (!entry.topic().equals(Topic.DELIVERY_EVENTS)) {
      return Stream.empty();
    }
    List<HeldUnit> holding =
        entry.body() instanceof Reserved reserved
            ? reserved.getHolding()
            : entry.body() instanceof Assigned assigned ? assigned.getHolding() : List.of();
    return holding.stream().map(HeldUnit::getUnit);
  }

  private TopicPartition partition(Topic topic, String key) {
    return reader.partition(topic, key, partitions.get(topic));
  }

  /** Returns the time at which the order was placed, or else of its first event. */
  public static long startMillis(Collection<LogEntry> entries) {
    Optional<LogEntry> order =
        entries.stream()
            .filter(entry -> entry.topic().equals(Topic.ORDERS))
            .min(Comparator.comparingLong(LogEntry::timestampMillis));
    return order
        .map(LogEntry::timestampMillis)
        .orElseGet(() -> entries.stream().mapToLong(LogEntry::timestampMillis).min().orElse(0));
  }
}
