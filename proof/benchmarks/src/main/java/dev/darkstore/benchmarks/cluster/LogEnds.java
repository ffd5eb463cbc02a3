package dev.darkstore.benchmarks.cluster;

import dev.darkstore.harness.AdminRequests;
import dev.darkstore.harness.Waiting;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.TopicPartition;

/**
 * Where every log of the broker ends, Kafka's own logs among them.
 *
 * @param offsets the offset that the next record will get, by partition
 * @param bytesOnDisk how large all logs are together
 */
public record LogEnds(Map<TopicPartition, Long> offsets, long bytesOnDisk) {
  private static final Duration QUIET = Duration.ofMillis(300);
  private static final int QUIET_ATTEMPTS_MAX = 30;

  public LogEnds {
    offsets = Map.copyOf(offsets);
  }

  /** The ends, once nothing is written any more: markers and offsets follow the last outcome. */
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
    throw new IllegalStateException("the logs grow although nothing is to be done");
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
