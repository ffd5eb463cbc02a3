package dev.darkstore.runtime.service;

import dev.darkstore.runtime.metrics.ServiceMeters;
import dev.darkstore.runtime.settings.ServiceSettings;
import dev.darkstore.runtime.settings.TopologySettings;
import dev.darkstore.runtime.state.ClusterFacts;
import dev.darkstore.runtime.state.StoreSuppliers;
import dev.darkstore.runtime.wiring.ServiceTopology;
import dev.darkstore.schemas.Installation;
import dev.darkstore.schemas.Topic;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.streams.StreamsConfig;

/**
 * Topic in which Kafka Streams keeps a service's state. Kafka Streams creates a missing one at the
 * service's first start; if all are created beforehand, no service needs the right to create
 * topics.
 *
 * @param name name on the broker
 * @param sources topics that are read by the tasks that write this one; it must have as many
 *     partitions as the largest of them
 * @param configs settings for its creation, by Kafka's names
 */
public record InternalTopic(String name, Set<Topic> sources, Map<String, String> configs) {
  /** Copies the collections. */
  public InternalTopic {
    sources = Set.copyOf(sources);
    configs = Map.copyOf(configs);
  }

  /** Returns the required number of partitions, given those of our topics. */
  public int partitions(Map<Topic, Integer> partitions) {
    return sources.stream().mapToInt(partitions::get).max().orElseThrow();
  }

  /**
   * Returns a sentence if the number of partitions does not fit; empty if it does.
   *
   * @param found actual number of partitions
   * @param partitions number of partitions of each of our topics
   * @param installation installation that the topics belong to
   */
  public Optional<String> violation(
      int found, Map<Topic, Integer> partitions, Installation installation) {
    int needed = partitions(partitions);
    if (found == needed) {
      return Optional.empty();
    }
    String read =
        sources.stream().map(installation::nameOf).sorted().collect(Collectors.joining(", "));
    return Optional.of(
        ("%s has %s partitions; it must have %s, as many as the topics that are read with it (%s)."
                + " A partition count was changed under live data, so keys are not where their state"
                + " is; restore the topics. A reset of the application would forget every order")
            .formatted(name, found, needed, read));
  }

  /** Returns those of a service, sorted by name. */
  public static List<InternalTopic> of(ServiceDefinition service, ServiceSettings settings) {
    StreamsConfig config =
        new StreamsConfig(
            StreamsDefaults.with(
                service.applicationId(settings.installation()),
                settings.profile(),
                settings.kafka()));
    return topology(service, settings).changelogs(config).entrySet().stream()
        .map(
            topic ->
                new InternalTopic(
                    topic.getKey(),
                    topic.getValue().sourceTopics().stream()
                        .map(name -> settings.installation().topic(name).orElseThrow())
                        .collect(Collectors.toSet()),
                    topic.getValue().configs()))
        .toList();
  }

  /** Returns a service's topology for inspection, built with one partition per topic. */
  public static ServiceTopology topology(ServiceDefinition service, ServiceSettings settings) {
    return service
        .topology()
        .build(
            settings,
            new TopologySettings(
                settings.installation(),
                settings.retention(),
                settings.tick(),
                settings.timersPerTick(),
                settings.installation().topics().stream()
                    .collect(Collectors.toMap(Function.identity(), topic -> 1)),
                StoreSuppliers.PERSISTENT,
                Clock.systemUTC(),
                ClusterFacts.UNKNOWN,
                ServiceMeters.unread(),
                Optional.empty()));
  }
}
