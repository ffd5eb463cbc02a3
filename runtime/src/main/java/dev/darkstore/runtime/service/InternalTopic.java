package dev.darkstore.runtime.service;

import dev.darkstore.runtime.settings.ServiceSettings;
import dev.darkstore.runtime.settings.TopologySettings;
import dev.darkstore.runtime.state.StoreSuppliers;
import dev.darkstore.runtime.wiring.ServiceTopology;
import dev.darkstore.schemas.Topic;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.streams.StreamsConfig;

/**
 * A topic in which Kafka Streams keeps a service's state. Kafka Streams creates it at the service's
 * first start unless it is there; made beforehand, no service needs the right to create topics.
 *
 * @param name its name on the broker
 * @param sources what the service reads where it writes this; it must have as many partitions as
 *     the largest of them
 * @param configs what it is created with, by Kafka's names
 */
public record InternalTopic(String name, Set<Topic> sources, Map<String, String> configs) {
  /** Keeps copies. */
  public InternalTopic {
    sources = Set.copyOf(sources);
    configs = Map.copyOf(configs);
  }

  /** Returns how many partitions it must have where our topics have these. */
  public int partitions(Map<Topic, Integer> partitions) {
    return sources.stream().mapToInt(partitions::get).max().orElseThrow();
  }

  /**
   * Returns a sentence if the number of partitions does not fit; empty if it does.
   *
   * @param found number that it has
   * @param partitions number that each of our topics has
   */
  public Optional<String> violation(int found, Map<Topic, Integer> partitions) {
    int needed = partitions(partitions);
    if (found == needed) {
      return Optional.empty();
    }
    String read = sources.stream().map(Topic::topicName).sorted().collect(Collectors.joining(", "));
    return Optional.of(
        ("%s has %s partitions; it must have %s, as many as the topics that are read with it (%s)."
                + " A partition count was changed under live data, so keys are not where their state"
                + " is; restore the topics. To reset the application would forget every order")
            .formatted(name, found, needed, read));
  }

  /** Those of a service, in the order of their names. */
  public static List<InternalTopic> of(ServiceDefinition service, ServiceSettings settings) {
    StreamsConfig config =
        new StreamsConfig(
            StreamsDefaults.with(service.applicationId(), settings.profile(), settings.kafka()));
    return topology(service, settings).changelogs(config).entrySet().stream()
        .map(
            topic ->
                new InternalTopic(
                    topic.getKey(),
                    topic.getValue().sourceTopics().stream()
                        .map(name -> Topic.named(name).orElseThrow())
                        .collect(Collectors.toSet()),
                    topic.getValue().configs()))
        .toList();
  }

  /** A service's topology, to be looked at: it is told that every topic has one partition. */
  public static ServiceTopology topology(ServiceDefinition service, ServiceSettings settings) {
    return service
        .topology()
        .build(
            settings,
            new TopologySettings(
                settings.retention(),
                settings.tick(),
                settings.timersPerTick(),
                Arrays.stream(Topic.values())
                    .collect(Collectors.toMap(Function.identity(), topic -> 1)),
                StoreSuppliers.PERSISTENT,
                Clock.systemUTC()));
  }
}
