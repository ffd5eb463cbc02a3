package dev.darkstore.setup.topics;

import dev.darkstore.runtime.service.InternalTopic;
import dev.darkstore.schemas.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Creates the topics of {@link Topic} on a cluster. What exists is left as it is, whatever its
 * settings: partition counts never change under live data.
 */
public final class TopicSetup {
  private static final Duration LEADERS_MAX = Duration.ofSeconds(30);

  private TopicSetup() {}

  /**
   * Topics of the cluster after the set-up.
   *
   * @param created the topics that were missing
   * @param partitions number of partitions of each topic
   */
  public record Result(List<Topic> created, Map<Topic, Integer> partitions) {
    /** Keeps copies. */
    public Result {
      created = List.copyOf(created);
      partitions = Map.copyOf(partitions);
    }
  }

  /**
   * Creates the topics that are missing.
   *
   * @param partitions how many partitions each new topic gets
   * @param replicationFactor how many copies
   * @throws KafkaException if the cluster refuses or does not answer
   * @throws InterruptedException if the thread is interrupted while it waits
   */
  public static Result create(Admin admin, int partitions, short replicationFactor)
      throws InterruptedException {
    List<NewTopic> wanted =
        Arrays.stream(Topic.values())
            .map(
                topic ->
                    new NewTopic(topic.topicName(), partitions, replicationFactor)
                        .configs(topic.configs()))
            .toList();
    Map<String, KafkaFuture<Void>> creations = admin.createTopics(wanted).values();
    List<Topic> created = new ArrayList<>();
    List<Topic> existing = new ArrayList<>();
    for (Topic topic : Topic.values()) {
      try {
        creations.get(topic.topicName()).get();
        created.add(topic);
      } catch (ExecutionException e) {
        if (!(e.getCause() instanceof TopicExistsException)) {
          throw failure("topic " + topic.topicName() + " could not be created", e);
        }
        existing.add(topic);
      }
    }
    Map<Topic, Integer> counts = new EnumMap<>(Topic.class);
    created.forEach(topic -> counts.put(topic, partitions));
    counts.putAll(partitions(admin, existing));
    awaitLeaders(admin, counts);
    return new Result(created, counts);
  }

  /**
   * Creates the topics in which Kafka Streams keeps services' state, those that are missing: so no
   * service needs the right to create topics.
   *
   * @param partitions how many partitions each of our topics has
   * @param replicationFactor how many copies
   * @return the names of those that were created
   * @throws KafkaException if the cluster refuses or does not answer
   * @throws InterruptedException if the thread is interrupted while it waits
   */
  public static List<String> createInternal(
      Admin admin,
      Collection<InternalTopic> topics,
      Map<Topic, Integer> partitions,
      short replicationFactor)
      throws InterruptedException {
    Map<String, KafkaFuture<Void>> creations =
        admin
            .createTopics(
                topics.stream()
                    .map(
                        topic ->
                            new NewTopic(
                                    topic.name(), topic.partitions(partitions), replicationFactor)
                                .configs(topic.configs()))
                    .toList())
            .values();
    List<String> created = new ArrayList<>();
    for (InternalTopic topic : topics) {
      try {
        creations.get(topic.name()).get();
        created.add(topic.name());
      } catch (ExecutionException e) {
        if (!(e.getCause() instanceof TopicExistsException)) {
          throw failure("topic " + topic.name() + " could not be created", e);
        }
      }
    }
    return created;
  }

  /**
   * A topic is created before the brokers know of it, and known before its partitions are led;
   * until then clients are turned away. So questions that only brokers who know, and only leaders,
   * answer are asked again until all are answered.
   */
  private static void awaitLeaders(Admin admin, Map<Topic, Integer> counts)
      throws InterruptedException {
    Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
    counts.forEach(
        (topic, count) -> {
          for (int partition = 0; partition < count; partition++) {
            ends.put(new TopicPartition(topic.topicName(), partition), OffsetSpec.latest());
          }
        });
    List<String> names = counts.keySet().stream().map(Topic::topicName).toList();
    long endNanos = System.nanoTime() + LEADERS_MAX.toNanos();
    while (true) {
      try {
        admin.describeTopics(names).allTopicNames().get();
        admin.listOffsets(ends).all().get();
        return;
      } catch (ExecutionException e) {
        if (!(e.getCause() instanceof UnknownTopicOrPartitionException)
            || System.nanoTime() - endNanos > 0) {
          throw failure("not every partition has a leader", e);
        }
        // Asked again at once: a round trip is pause enough for the moment that this takes.
      }
    }
  }

  private static Map<Topic, Integer> partitions(Admin admin, List<Topic> topics)
      throws InterruptedException {
    Map<Topic, Integer> counts = new EnumMap<>(Topic.class);
    try {
      Map<String, TopicDescription> described =
          admin
              .describeTopics(topics.stream().map(Topic::topicName).toList())
              .allTopicNames()
              .get();
      topics.forEach(t -> counts.put(t, described.get(t.topicName()).partitions().size()));
    } catch (ExecutionException e) {
      throw failure("the topics that exist could not be described", e);
    }
    return counts;
  }

  static KafkaException failure(String what, ExecutionException e) {
    return new KafkaException(what + ": " + e.getCause().getMessage(), e.getCause());
  }
}
