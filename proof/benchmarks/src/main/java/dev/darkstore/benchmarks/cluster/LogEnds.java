package dev.darkstore.benchmarks.cluster;

import dev.darkstore.harness.AdminRequests;
import dev.darkstore.harness.Waiting;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.TopicPartition;

/**
 * End offsets of every log of the broker, including Kafka's internal logs.
 *
 * @param offsets offset of the next record, by partition
 * @param bytesOnDisk size of all logs together
 */
public record LogEnds(Map<TopicPartition, Long> offsets, long bytesOnDisk) {
  private static final Duration QUIET = Duration.ofMillis(300);
  private static final int QUIET_ATTEMPTS_MAX = 30;

  public LogEnds {
    offsets = Map.copyOf(offsets);
  }

  /**
   * Returns the ends once the logs have stopped growing: markers and offsets follow the last
   * outcome.
   */
  static LogEnds whenQuiet(Admin admin) {
    LogEnds last = now(admin);
    for (int attempt = 0; attempt < QUIET_ATTEMPTS_MAX; attempt++) {
      Waiting.pause(QUIET);
      LogEnds next = now(admin);
      if (next.offsets.equals(last.offsets)) {
        return next;
      }
      last = next;
    }
    throw new IllegalStateException("the logs still grow although the system should be idle");
  }

  private static LogEnds now(Admin admin) {
    List<TopicPartition> partitions =
        AdminRequests.topics(admin).stream()
            .flatMap(
                topic ->
                    topic.partitions().stream()
                        .map(p -> new TopicPartition(topic.name(), p.partition())))
            .toList();
    return new LogEnds(AdminRequests.ends(admin, partitions), bytesOnDisk(admin));
  }

  private static long bytesOnDisk(Admin admin) {
    List<Integer> brokers =
        AdminRequests.answer(admin.describeCluster().nodes()).stream()
            .map(node -> node.id())
            .toList();
    return AdminRequests.answer(admin.describeLogDirs(brokers).allDescriptions()).values().stream()
        .flatMap(directories -> directories.values().stream())
        .flatMap(directory -> directory.replicaInfos().values().stream())
        .mapToLong(replica -> replica.size())
        .sum();
  }
}
