package dev.darkstore.runtime.service;

import dev.darkstore.runtime.settings.ServiceSettings;
import dev.darkstore.runtime.state.OpenStore;
import dev.darkstore.schemas.Installation;
import dev.darkstore.schemas.Topic;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Checks, before a service starts, that it can work on the cluster. */
final class TopicCheck {
  private static final Logger log = LoggerFactory.getLogger(TopicCheck.class);
  private static final long TIMEOUT_SECONDS = 10;

  private TopicCheck() {}

  /**
   * Returns the number of partitions of each topic.
   *
   * @param changelogs topics in which Kafka Streams keeps the service's state
   * @throws UnfitClusterException if a topic is missing, if copartitioned topics have different
   *     partition counts, if settings do not fit, if the brokers do not reply, or if they do not
   *     protect transactions against late writes (KIP-890)
   */
  static Map<Topic, Integer> partitions(
      Admin admin,
      Installation installation,
      Collection<Topic> topics,
      Collection<InternalTopic> changelogs) {
    checkTransactionVersion(admin);
    Map<Topic, Integer> partitions = counts(admin, installation, topics);
    List<String> missing =
        topics.stream()
            .filter(topic -> !partitions.containsKey(topic))
            .map(installation::nameOf)
            .toList();
    if (!missing.isEmpty()) {
      throw new UnfitClusterException("topics are missing: " + String.join(", ", missing));
    }
    checkCopartitioning(installation, partitions);
    TopicSettingsCheck.check(admin, installation, partitions, changelogs);
    return partitions;
  }

  /** Returns the number of partitions of each topic that exists. */
  private static Map<Topic, Integer> counts(
      Admin admin, Installation installation, Collection<Topic> topics) {
    Map<Topic, Integer> partitions = new LinkedHashMap<>();
    Map<String, KafkaFuture<TopicDescription>> described =
        admin.describeTopics(topics.stream().map(installation::nameOf).toList()).topicNameValues();
    for (Topic topic : topics) {
      try {
        partitions.put(
            topic,
            described
                .get(installation.nameOf(topic))
                .get(TIMEOUT_SECONDS, TimeUnit.SECONDS)
                .partitions()
                .size());
      } catch (ExecutionException e) {
        if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
          throw UnfitClusterException.unreachable(e.getCause());
        }
        log.debug("{} does not exist", installation.nameOf(topic), e);
      } catch (TimeoutException e) {
        throw UnfitClusterException.unreachable(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw UnfitClusterException.unreachable(e);
      }
    }
    return partitions;
  }

  /**
   * Returns a sentence if the partition count of a topic has changed since the start of the
   * service, and the keys of that topic have state; empty if none has. Missing topics are not
   * compared.
   *
   * @param atStart number of partitions of each topic at the start
   * @throws UnfitClusterException if the brokers do not reply
   */
  static Optional<String> changedCounts(
      Admin admin, Installation installation, Map<Topic, Integer> atStart) {
    List<Topic> compared =
        atStart.keySet().stream()
            .filter(topic -> !installation.copartitioned(topic).isEmpty())
            .toList();
    String changed =
        counts(admin, installation, compared).entrySet().stream()
            .filter(now -> !now.getValue().equals(atStart.get(now.getKey())))
            .map(
                now ->
                    "%s from %s to %s"
                        .formatted(
                            installation.nameOf(now.getKey()),
                            atStart.get(now.getKey()),
                            now.getValue()))
            .sorted()
            .collect(Collectors.joining(", "));
    return changed.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "partition counts were changed under live data, so keys are not where their state is: "
                + changed
                + ". This installation cannot continue; docs/migration.md leads to a new one");
  }

  /**
   * Returns the time for which the changelogs of open entries keep the tombstone of a deleted
   * entry: the minimum of all, or the value they are created with if they cannot be described.
   */
  static Duration deleteRetention(
      Admin admin, ServiceDefinition service, ServiceSettings settings) {
    List<ConfigResource> changelogs =
        InternalTopic.of(service, settings).stream()
            .map(topic -> new ConfigResource(ConfigResource.Type.TOPIC, topic.name()))
            .toList();
    long millis = OpenStore.DELETE_RETENTION.toMillis();
    for (KafkaFuture<Config> described : admin.describeConfigs(changelogs).values().values()) {
      try {
        ConfigEntry entry =
            described
                .get(TIMEOUT_SECONDS, TimeUnit.SECONDS)
                .get(TopicConfig.DELETE_RETENTION_MS_CONFIG);
        millis = Math.min(millis, Long.parseLong(entry.value()));
      } catch (ExecutionException e) {
        // Missing, or no right to describe it.
        log.debug("a changelog cannot be described", e);
      } catch (TimeoutException e) {
        throw UnfitClusterException.unreachable(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw UnfitClusterException.unreachable(e);
      }
    }
    return Duration.ofMillis(millis);
  }

  static void checkCopartitioning(Installation installation, Map<Topic, Integer> partitions) {
    for (List<Topic> group : installation.copartitions()) {
      Map<String, Integer> counts =
          group.stream()
              .filter(partitions::containsKey)
              .collect(Collectors.toMap(installation::nameOf, partitions::get));
      if (counts.values().stream().distinct().count() > 1) {
        throw new UnfitClusterException(
            "these topics must have equally many partitions, but have: "
                + counts.entrySet().stream()
                    .sorted(Map.Entry.comparingByKey())
                    .map(e -> e.getKey() + " " + e.getValue())
                    .collect(Collectors.joining(", ")));
      }
    }
  }

  private static void checkTransactionVersion(Admin admin) {
    Optional<String> violation;
    try {
      violation =
          TransactionVersion.violation(
              admin.describeFeatures().featureMetadata().get(TIMEOUT_SECONDS, TimeUnit.SECONDS));
    } catch (ExecutionException e) {
      throw UnfitClusterException.unreachable(e.getCause());
    } catch (TimeoutException e) {
      throw UnfitClusterException.unreachable(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw UnfitClusterException.unreachable(e);
    }
    if (violation.isPresent()) {
      throw new UnfitClusterException(violation.get());
    }
  }
}
