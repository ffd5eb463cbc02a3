package dev.darkstore.benchmarks.load;

import dev.darkstore.benchmarks.cluster.Cluster;
import dev.darkstore.benchmarks.cluster.Workload;
import dev.darkstore.client.cluster.LogReader;
import dev.darkstore.harness.Failures;
import dev.darkstore.harness.KafkaClients;
import dev.darkstore.harness.Sender;
import dev.darkstore.schemas.Installation;
import dev.darkstore.schemas.Partitions;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Generator of closed orders without placing each one: changelog records of orders that the
 * services closed are written again under other ids while the services are stopped. The services
 * restore these records at their next start, as they restore all others.
 */
public final class ClosedOrders {
  /** Phase number that no load uses. */
  private static final int PHASE = 0x40000;

  private static final Pattern ORDER_ID =
      Pattern.compile("[0-9a-f]{8}-0000-4000-8000-[0-9a-f]{12}");
  private static final String CHANGELOG = ".*-closed-[a-z]+-changelog";

  private ClosedOrders() {}

  /**
   * Stops the services, adds closed orders, and starts the services again; they must have closed
   * some orders before.
   *
   * @param from number of orders added before
   * @param to number of orders added afterwards
   * @return seconds from the start until all services process records
   */
  public static double addAndRestart(Cluster cluster, int from, int to) {
    cluster.stopServices();
    add(cluster, from, to - from);
    double startSeconds = cluster.startServices();
    cluster.awaitIdle();
    return startSeconds;
  }

  private static void add(Cluster cluster, int from, int count) {
    Map<String, List<ConsumerRecord<byte[], byte[]>>> models = models(cluster);
    Failures failures = new Failures();
    try (Sender sender =
        new Sender(
            KafkaClients.producer(
                cluster.bootstrapServers(),
                Map.of(
                    ProducerConfig.LINGER_MS_CONFIG,
                    "20",
                    ProducerConfig.BATCH_SIZE_CONFIG,
                    "262144")),
            failure -> failures.add("sender", failure))) {
      for (int number = from; number < from + count; number++) {
        byte[] orderId = Workload.orderId(PHASE, number).getBytes(StandardCharsets.US_ASCII);
        for (List<ConsumerRecord<byte[], byte[]>> ofTopic : models.values()) {
          sender.send(another(ofTopic.get(number % ofTopic.size()), orderId), () -> {});
        }
      }
      sender.flush();
    }
    failures.check();
  }

  /** Returns all records that the services wrote, by topic; each key has one record. */
  private static Map<String, List<ConsumerRecord<byte[], byte[]>>> models(Cluster cluster) {
    Map<String, List<ConsumerRecord<byte[], byte[]>>> models = new HashMap<>();
    Set<TopicPartition> changelogs = new HashSet<>(cluster.awaitQuiet().offsets().keySet());
    changelogs.removeIf(partition -> !partition.topic().matches(CHANGELOG));
    try (LogReader reader =
        new LogReader(
            Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, cluster.bootstrapServers()),
            Installation.DEFAULT,
            "closed-orders")) {
      reader.assign(changelogs);
      reader.readToEnd(
          record -> {
            if (record.value() != null && !isOurs(record)) {
              models.computeIfAbsent(record.topic(), topic -> new ArrayList<>()).add(record);
            }
          });
    }
    long topics = changelogs.stream().map(TopicPartition::topic).distinct().count();
    if (models.size() < topics || models.isEmpty()) {
      throw new IllegalStateException(
          "every changelog must have a closed order to copy; only these do: " + models.keySet());
    }
    return models;
  }

  private static boolean isOurs(ConsumerRecord<byte[], byte[]> record) {
    return Workload.phaseOf(orderIdIn(record.key())) == PHASE;
  }

  private static ProducerRecord<byte[], byte[]> another(
      ConsumerRecord<byte[], byte[]> model, byte[] orderId) {
    byte[] modelId = orderIdIn(model.key()).getBytes(StandardCharsets.US_ASCII);
    // The coordinator's state is partitioned by order, a participant's by store or zone.
    int partition =
        model.topic().contains("coordinator")
            ? Partitions.of(orderId, Cluster.PARTITIONS)
            : model.partition();
    return new ProducerRecord<>(
        model.topic(),
        partition,
        model.timestamp(),
        replaced(model.key(), modelId, orderId),
        replaced(model.value(), modelId, orderId),
        model.headers());
  }

  private static String orderIdIn(byte[] key) {
    Matcher found = ORDER_ID.matcher(new String(key, StandardCharsets.ISO_8859_1));
    if (!found.find()) {
      throw new IllegalStateException("the key of a changelog record contains no order id");
    }
    return found.group();
  }

  /** Replaces bytes; in this charset, each character is one byte. */
  private static byte[] replaced(byte[] bytes, byte[] from, byte[] to) {
    return new String(bytes, StandardCharsets.ISO_8859_1)
        .replace(
            new String(from, StandardCharsets.ISO_8859_1),
            new String(to, StandardCharsets.ISO_8859_1))
        .getBytes(StandardCharsets.ISO_8859_1);
  }
}
