package dev.darkstore.benchmarks.load;

import dev.darkstore.benchmarks.cluster.LogEnds;
import dev.darkstore.benchmarks.cluster.LogTally;
import java.util.Map;
import java.util.TreeMap;

/**
 * Traffic to the broker during a phase, per order.
 *
 * @param records records on the topics and the changelogs
 * @param bytes bytes of those records' keys and values
 * @param markers markers by which Kafka ends a transaction on a partition, on the topics and
 *     changelogs
 * @param kafkaTransactions Kafka transactions committed, of all services
 * @param kafkaTransactionsPerSecond Kafka transactions committed per second of the phase
 * @param kafkaTransactionsAborted Kafka transactions aborted in all, which should be none
 * @param kafkaOwnRecords records on Kafka's internal topics: consumed offsets and the states of
 *     transactions, markers included
 * @param bytesOnDisk growth of all logs, with everything that Kafka adds
 * @param byTopic traffic of each topic
 */
public record Traffic(
    double records,
    double bytes,
    double markers,
    double kafkaTransactions,
    double kafkaTransactionsPerSecond,
    long kafkaTransactionsAborted,
    double kafkaOwnRecords,
    double bytesOnDisk,
    Map<String, OfTopic> byTopic) {

  private static final String CHANGELOG = "-changelog";

  /** Returns the records on changelogs, per order. */
  public double changelogRecords() {
    return byTopic.entrySet().stream()
        .filter(entry -> entry.getKey().endsWith(CHANGELOG))
        .mapToDouble(entry -> entry.getValue().records())
        .sum();
  }

  /** Traffic of one topic, per order. */
  public record OfTopic(double records, double bytes, double markers) {}

  public static Traffic of(
      LogTally tally, LogEnds before, LogEnds after, int orders, double seconds) {
    Map<String, OfTopic> byTopic = new TreeMap<>();
    double records = 0;
    double bytes = 0;
    double markers = 0;
    double own = 0;
    for (Map.Entry<String, LogTally.OfTopic> entry : tally.byTopic().entrySet()) {
      LogTally.OfTopic topic = entry.getValue();
      if (LogTally.isKafkasOwn(entry.getKey())) {
        own += topic.records() + topic.markers();
      } else {
        records += topic.records();
        bytes += topic.bytes();
        markers += topic.markers();
      }
      byTopic.put(
          entry.getKey(),
          new OfTopic(
              (double) topic.records() / orders,
              (double) topic.bytes() / orders,
              (double) topic.markers() / orders));
    }
    return new Traffic(
        records / orders,
        bytes / orders,
        markers / orders,
        (double) tally.committed() / orders,
        tally.committed() / seconds,
        tally.aborted(),
        own / orders,
        (double) (after.bytesOnDisk() - before.bytesOnDisk()) / orders,
        byTopic);
  }
}
