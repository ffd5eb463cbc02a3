package dev.darkstore.benchmarks.cluster;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartition;

/**
 * Where every log of the broker ends, Kafka's own logs among them.
 *
 * @param offsets the offset that the next record will get, by partition
 * @param bytesOnDisk how large all logs are together
 */
public record LogEnds(Map<TopicPartition, Long> offsets, long bytesOnDisk) {
  private static final long QUIET_NANOS = TimeUnit.MILLISECONDS.toNanos(300);
  private static final int QUIET_ATTEMPTS_MAX = 30;

  public LogEnds {
    offsets = Map.copyOf(offsets);
  }

  /** The ends, once nothing is written any more: markers and offsets follow the last outcome. */
  static LogEnds whenQuiet(Admin admin) {
    LogEnds last = now(admin);
    for (int attempt = 0; attempt < QUIET_ATTEMPTS_MAX; attempt++) {
      LockSupport.parkNanos(QUIET_NANOS);
      LogEnds next = now(admin);
      if (next.offsets.equals(last.offsets)) {
        return next;
      }
      last = next;
    }
    throw new IllegalStateException("the logs grow although nothing is to be done");
  }

  private static LogEnds now(Admin admin) {
    try {
      Set<String> topics =
          admin.listTopics(new ListTopicsOptions().listInternal(true)).names().get();
      Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
      for (TopicDescription topic : admin.describeTopics(topics).allTopicNames().get().values()) {
        topic
            .partitions()
            .forEach(
                p ->
                    wanted.put(
                        new TopicPartition(topic.name(), p.partition()), OffsetSpec.latest()));
      }
      Map<TopicPartition, Long> offsets =
          admin.listOffsets(wanted).all().get().entrySet().stream()
              .collect(Collectors.toMap(Map.Entry::getKey, e -> e.getValue().offset()));
      return new LogEnds(offsets, bytesOnDisk(admin));
    } catch (ExecutionException e) {
      throw new IllegalStateException("the ends of the logs are unknown", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the ends of the logs were read", e);
    }
  }

  private static long bytesOnDisk(Admin admin) throws ExecutionException, InterruptedException {
    Set<Integer> brokers =
        admin.describeCluster().nodes().get().stream()
            .map(node -> node.id())
            .collect(Collectors.toSet());
    return admin.describeLogDirs(brokers).allDescriptions().get().values().stream()
        .flatMap(directories -> directories.values().stream())
        .flatMap(directory -> directory.replicaInfos().values().stream())
        .mapToLong(replica -> replica.size())
        .sum();
  }
}
