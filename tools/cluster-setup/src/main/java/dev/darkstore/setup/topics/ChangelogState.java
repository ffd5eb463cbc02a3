package dev.darkstore.setup.topics;

import dev.darkstore.runtime.service.InternalTopic;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Changelog of a service's state, as found on a cluster.
 *
 * @param topic topic as required by the service
 * @param sight visibility of the topic
 * @param partitions number of partitions; 0 unless visible
 * @param replicas replication factor of the first partition; 0 unless visible
 * @param configs settings, by Kafka's names, defaults included; empty unless visible
 */
public record ChangelogState(
    InternalTopic topic, Sight sight, int partitions, int replicas, Map<String, String> configs) {

  /** Visibility of a topic. */
  public enum Sight {
    /** Completely visible. */
    SEEN,
    /** It does not exist. */
    MISSING,
    /** The right to describe the topic or its settings is missing. */
    HIDDEN
  }

  /** Copies the map. */
  public ChangelogState {
    configs = Map.copyOf(configs);
  }

  private static ChangelogState unseen(InternalTopic topic, Sight sight) {
    return new ChangelogState(topic, sight, 0, 0, Map.of());
  }

  /**
   * Returns the state of these topics.
   *
   * @throws org.apache.kafka.common.KafkaException if the cluster does not reply
   */
  static List<ChangelogState> of(Admin admin, Collection<InternalTopic> topics)
      throws InterruptedException {
    Map<String, KafkaFuture<TopicDescription>> descriptions =
        admin.describeTopics(topics.stream().map(InternalTopic::name).toList()).topicNameValues();
    Map<ConfigResource, KafkaFuture<Config>> configs =
        admin.describeConfigs(topics.stream().map(ChangelogState::resource).toList()).values();
    List<ChangelogState> states = new ArrayList<>();
    for (InternalTopic topic : topics) {
      states.add(of(topic, descriptions.get(topic.name()), configs.get(resource(topic))));
    }
    return List.copyOf(states);
  }

  private static ChangelogState of(
      InternalTopic topic, KafkaFuture<TopicDescription> description, KafkaFuture<Config> config)
      throws InterruptedException {
    try {
      TopicDescription described = description.get();
      Map<String, String> configs = new HashMap<>();
      config.get().entries().stream()
          .filter(entry -> entry.value() != null)
          .forEach(entry -> configs.put(entry.name(), entry.value()));
      return new ChangelogState(
          topic,
          Sight.SEEN,
          described.partitions().size(),
          described.partitions().get(0).replicas().size(),
          configs);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException) {
        return unseen(topic, Sight.MISSING);
      }
      if (e.getCause() instanceof AuthorizationException) {
        return unseen(topic, Sight.HIDDEN);
      }
      throw TopicSetup.failure("topic " + topic.name() + " cannot be described", e);
    }
  }

  private static ConfigResource resource(InternalTopic topic) {
    return new ConfigResource(ConfigResource.Type.TOPIC, topic.name());
  }
}
