package dev.darkstore.setup.topics;

import dev.darkstore.runtime.service.InternalTopic;
import dev.darkstore.schemas.Installation;
import dev.darkstore.schemas.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
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
 * Creates the topics of an installation on a cluster. Existing topics stay unchanged, whatever
 * their settings: partition counts never change under live data.
 */
public final class TopicSetup {
  private static final Duration LEADERS_MAX = Duration.ofSeconds(30);

  private TopicSetup() {}

  /**
   * Topics of the cluster after the set-up.
   *
   * @param created topics that were missing
   * @param partitions number of partitions of each topic
   */
  public record Result(List<Topic> created, Map<Topic, Integer> partitions) {
    /** Copies the collections. */
    public Result {
      created = List.copyOf(created);
      partitions = Map.copyOf(partitions);
    }
  }

  /**
   * Creates the missing topics.
   *
   * @param installation installation that the topics belong to
   * @param partitions number of partitions of each new topic
   * @param replicationFactor replication factor of each new topic
   * @throws KafkaException if the cluster rejects the request or does not reply
   * @throws InterruptedException if the thread is interrupted while it waits
   */
  public static Result create(
      Admin admin, Installation installation, int partitions, short replicationFactor)
      throws InterruptedException {
    List<NewTopic> wanted =
        installation.topics().stream()
            .map(
                topic ->
                    new NewTopic(installation.nameOf(topic), partitions, replicationFactor)
                        .configs(topic.configs()))
            .toList();
    Map<String, KafkaFuture<Void>> creations = admin.createTopics(wanted).values();
    List<Topic> created = new ArrayList<>();
    for (Topic topic : installation.topics()) {
      try {
        creations.get(installation.nameOf(topic)).get();
        created.add(topic);
      } catch (ExecutionException e) {
        if (!(e.getCause() instanceof TopicExistsException)) {
          throw failure("topic " + installation.nameOf(topic) + " could not be created", e);
        }
      }
    }
    Map<Topic, Integer> counts = partitions(admin, installation, installation.topics());
    awaitLeaders(admin, installation, counts);
    return new Result(created, counts);
  }

  /**
   * Creates the missing changelogs of the services' state, so that no service needs the right to
   * create topics.
   *
   * @param partitions number of partitions of each of our topics
   * @param replicationFactor replication factor of each new topic
   * @return names of the created topics
   * @throws KafkaException if the cluster rejects the request or does not reply
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
   * Waits until requests of clients to the partitions succeed: new ones have no leaders at first.
   */
  private static void awaitLeaders(
      Admin admin, Installation installation, Map<Topic, Integer> counts)
      throws InterruptedException {
    Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
    counts.forEach(
        (topic, count) -> {
          for (int partition = 0; partition < count; partition++) {
            ends.put(
                new TopicPartition(installation.nameOf(topic), partition), OffsetSpec.latest());
          }
        });
    onceKnown("not every partition has a leader", () -> admin.listOffsets(ends).all());
  }

  private static Map<Topic, Integer> partitions(
      Admin admin, Installation installation, Collection<Topic> topics)
      throws InterruptedException {
    Map<String, TopicDescription> described =
        onceKnown(
            "the topics could not be described",
            () ->
                admin
                    .describeTopics(topics.stream().map(installation::nameOf).toList())
                    .allTopicNames());
    Map<Topic, Integer> counts = new LinkedHashMap<>();
    topics.forEach(t -> counts.put(t, described.get(installation.nameOf(t)).partitions().size()));
    return counts;
  }

  /**
   * Repeats a request until the brokers know its topics: a topic that this or another run has just
   * created is not immediately known to all of them.
   */
  private static <T> T onceKnown(String failure, Supplier<KafkaFuture<T>> request)
      throws InterruptedException {
    long endNanos = System.nanoTime() + LEADERS_MAX.toNanos();
    while (true) {
      try {
        return request.get().get();
      } catch (ExecutionException e) {
        if (!(e.getCause() instanceof UnknownTopicOrPartitionException)
            || System.nanoTime() - endNanos > 0) {
          throw failure(failure, e);
        }
        // Repeated without a pause: this takes about one round trip.
      }
    }
  }

  static KafkaException failure(String what, ExecutionException e) {
    return new KafkaException(what + ": " + e.getCause().getMessage(), e.getCause());
  }
}
