package dev.darkstore.setup.topics;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.darkstore.schemas.Installation;
import dev.darkstore.schemas.Topic;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * One of our topics, as found on a cluster.
 *
 * @param topic the topic
 * @param name name on the cluster
 * @param partitions number of partitions; 0 if it is missing
 * @param replicas replication factor of its first partition
 * @param configs settings, by Kafka's names, defaults included
 */
public record TopicState(
    Topic topic, String name, int partitions, int replicas, Map<String, String> configs) {
  private static final JsonFactory JSON = new JsonFactory();

  /** Copies the map. */
  public TopicState {
    configs = Map.copyOf(configs);
  }

  /** Returns the state of a missing topic. */
  static TopicState missing(Topic topic, String name) {
    return new TopicState(topic, name, 0, 0, Map.of());
  }

  /** Returns true if the topic does not exist. */
  public boolean isMissing() {
    return partitions == 0;
  }

  /** Returns one of its settings. */
  public Optional<String> config(String name) {
    return Optional.ofNullable(configs.get(name));
  }

  /**
   * Returns the states of all topics of an installation.
   *
   * @throws KafkaException if the cluster does not describe them
   */
  public static List<TopicState> of(Admin admin, Installation installation)
      throws InterruptedException {
    List<String> names = installation.topics().stream().map(installation::nameOf).toList();
    Map<String, KafkaFuture<TopicDescription>> described =
        admin.describeTopics(names).topicNameValues();
    Map<Topic, TopicDescription> existing = new LinkedHashMap<>();
    for (Topic topic : installation.topics()) {
      try {
        existing.put(topic, described.get(installation.nameOf(topic)).get());
      } catch (ExecutionException e) {
        if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
          throw TopicSetup.failure(
              "topic " + installation.nameOf(topic) + " cannot be described", e);
        }
      }
    }
    Map<Topic, Map<String, String>> configs = configs(admin, installation, existing);
    List<TopicState> states = new ArrayList<>();
    for (Topic topic : installation.topics()) {
      TopicDescription description = existing.get(topic);
      states.add(
          description == null
              ? missing(topic, installation.nameOf(topic))
              : new TopicState(
                  topic,
                  installation.nameOf(topic),
                  description.partitions().size(),
                  description.partitions().get(0).replicas().size(),
                  configs.get(topic)));
    }
    return states;
  }

  private static Map<Topic, Map<String, String>> configs(
      Admin admin, Installation installation, Map<Topic, TopicDescription> existing)
      throws InterruptedException {
    Map<Topic, Map<String, String>> configs = new HashMap<>();
    List<ConfigResource> resources =
        existing.keySet().stream()
            .map(t -> new ConfigResource(ConfigResource.Type.TOPIC, installation.nameOf(t)))
            .toList();
    try {
      for (Map.Entry<ConfigResource, Config> entry :
          admin.describeConfigs(resources).all().get().entrySet()) {
        Map<String, String> values = new HashMap<>();
        entry.getValue().entries().stream()
            .filter(config -> config.value() != null)
            .forEach(config -> values.put(config.name(), config.value()));
        configs.put(installation.topic(entry.getKey().name()).orElseThrow(), values);
      }
    } catch (ExecutionException e) {
      throw TopicSetup.failure("the topics' configurations cannot be read", e);
    }
    return configs;
  }

  /** Returns the states and their violations as one JSON object. */
  public static String toJson(List<TopicState> states, List<String> problems) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartObject();
      json.writeArrayFieldStart("topics");
      for (TopicState state : states) {
        json.writeStartObject();
        json.writeStringField("topic", state.name);
        json.writeNumberField("partitions", state.partitions);
        json.writeNumberField("replicas", state.replicas);
        json.writeObjectFieldStart("configs");
        for (String name : state.topic.configs().keySet()) {
          json.writeStringField(name, state.configs.get(name));
        }
        json.writeEndObject();
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeArrayFieldStart("problems");
      for (String problem : problems) {
        json.writeString(problem);
      }
      json.writeEndArray();
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory cannot fail", e);
    }
    return text.toString();
  }
}
