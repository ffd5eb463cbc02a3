package dev.darkstore.runtime.service;

import dev.darkstore.runtime.state.ClusterFacts;
import java.util.Collection;
import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Facts of the brokers about a service's group and the topics that it reads. */
final class GroupFacts implements ClusterFacts {
  private static final Logger log = LoggerFactory.getLogger(GroupFacts.class);
  private static final long TIMEOUT_SECONDS = 10;

  private final Admin admin;
  private final String group;
  private final Map<String, String> topicIds = new TreeMap<>();
  private final Map<String, Integer> partitionCounts = new TreeMap<>();
  private final Set<String> accepted;

  /**
   * Creates facts.
   *
   * @param reads names on the cluster of the topics that the service reads
   * @param accepted setting names of the mismatches that the operator accepts
   */
  GroupFacts(Admin admin, String group, Collection<String> reads, Set<String> accepted) {
    this.admin = admin;
    this.group = group;
    this.accepted = accepted;
    for (TopicDescription topic : get(admin.describeTopics(reads).allTopicNames()).values()) {
      topicIds.put(topic.name(), topic.topicId().toString());
      partitionCounts.put(topic.name(), topic.partitions().size());
    }
  }

  @Override
  public boolean hasOffsets(int partition) {
    return offsets().keySet().stream()
        .anyMatch(tp -> tp.partition() == partition && topicIds.containsKey(tp.topic()));
  }

  @Override
  public Map<String, String> topicIds() {
    return topicIds;
  }

  @Override
  public Map<String, Integer> partitionCounts() {
    return partitionCounts;
  }

  @Override
  public boolean accepts(Mismatch mismatch) {
    return accepted.contains(mismatch.settingName());
  }

  /**
   * Logs where records were deleted by the brokers before the service read them.
   *
   * @return number of these records
   */
  long recordsDeletedUnread() {
    Map<TopicPartition, OffsetAndMetadata> offsets = offsets();
    offsets.keySet().removeIf(tp -> !topicIds.containsKey(tp.topic()));
    Map<TopicPartition, ListOffsetsResultInfo> beginnings =
        get(
            admin
                .listOffsets(
                    offsets.keySet().stream()
                        .collect(Collectors.toMap(tp -> tp, tp -> OffsetSpec.earliest())))
                .all());
    long deleted = 0;
    for (Map.Entry<TopicPartition, OffsetAndMetadata> next : offsets.entrySet()) {
      long beginning = beginnings.get(next.getKey()).offset();
      if (next.getValue().offset() < beginning) {
        deleted += beginning - next.getValue().offset();
        log.error(
            "records {} to {} of {} were deleted before they were read: they get no reply",
            next.getValue().offset(),
            beginning - 1,
            next.getKey());
      }
    }
    return deleted;
  }

  private Map<TopicPartition, OffsetAndMetadata> offsets() {
    Map<TopicPartition, OffsetAndMetadata> offsets =
        new TreeMap<>(Comparator.comparing(TopicPartition::toString));
    get(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata())
        .forEach(
            (partition, offset) -> {
              if (offset != null) {
                offsets.put(partition, offset);
              }
            });
    return offsets;
  }

  private static <T> T get(KafkaFuture<T> asked) {
    try {
      return asked.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw UnfitClusterException.unreachable(e.getCause());
    } catch (TimeoutException e) {
      throw UnfitClusterException.unreachable(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw UnfitClusterException.unreachable(e);
    }
  }
}
