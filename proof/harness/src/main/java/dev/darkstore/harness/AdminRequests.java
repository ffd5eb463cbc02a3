package dev.darkstore.harness;

import dev.darkstore.schemas.Installation;
import dev.darkstore.schemas.Topic;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;

/** Requests to a cluster, with their replies awaited. */
public final class AdminRequests {
  private AdminRequests() {}

  /**
   * Returns the cluster's reply.
   *
   * @throws UnansweredException if there is none, as while brokers are down
   */
  public static <T> T answer(KafkaFuture<T> asked) {
    try {
      return asked.get();
    } catch (ExecutionException e) {
      throw new UnansweredException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new HarnessException("interrupted while waiting for the brokers", e);
    }
  }

  /** Returns true if the condition holds; false while the cluster does not reply. */
  public static boolean answers(BooleanSupplier condition) {
    try {
      return condition.getAsBoolean();
    } catch (UnansweredException e) {
      return false;
    }
  }

  /** Creates a topic for each of the topic table, with the settings of the table. */
  public static void createTopics(Admin admin, Function<Topic, NewTopic> newTopic) {
    answer(
        admin
            .createTopics(
                Installation.DEFAULT.topics().stream()
                    .map(topic -> newTopic.apply(topic).configs(topic.configs()))
                    .toList())
            .all());
  }

  /** Returns all topics, Kafka's internal ones included. */
  public static Collection<TopicDescription> topics(Admin admin) {
    Set<String> names =
        answer(admin.listTopics(new ListTopicsOptions().listInternal(true)).names());
    return answer(admin.describeTopics(names).allTopicNames()).values();
  }

  /** Returns the end of each of these partitions: the offset of its next record. */
  public static Map<TopicPartition, Long> ends(Admin admin, Collection<TopicPartition> partitions) {
    Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
    partitions.forEach(partition -> wanted.put(partition, OffsetSpec.latest()));
    return answer(admin.listOffsets(wanted).all()).entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, end -> end.getValue().offset()));
  }

  /** Returns the committed offsets of a consumer group. */
  public static Map<TopicPartition, Long> committed(Admin admin, String group) {
    return answer(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata())
        .entrySet()
        .stream()
        .filter(entry -> entry.getValue() != null)
        .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().offset()));
  }

  /** Thrown if the cluster does not reply, or replies with an error. */
  public static final class UnansweredException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnansweredException(Throwable cause) {
      super("the brokers do not answer: " + cause.getMessage(), cause);
    }
  }
}
