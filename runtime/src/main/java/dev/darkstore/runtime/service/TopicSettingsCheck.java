package dev.darkstore.runtime.service;

import dev.darkstore.schemas.Installation;
import dev.darkstore.schemas.Topic;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks, before a service starts, the settings of its topics and the partitions of those that keep
 * its state, as far as the service has the right to see them.
 */
final class TopicSettingsCheck {
  private static final Logger log = LoggerFactory.getLogger(TopicSettingsCheck.class);
  private static final long TIMEOUT_SECONDS = 10;

  /**
   * Settings without which a service loses or misjudges records. Deviations of others are only
   * logged.
   */
  private static final Set<String> ESSENTIAL =
      Set.of(TopicDeviation.CLEANUP_POLICY, TopicDeviation.TIMESTAMP_TYPE);

  private TopicSettingsCheck() {}

  /**
   * Checks the topics that exist.
   *
   * @param partitions number of partitions of each topic that the service reads or writes
   * @param changelogs topics in which Kafka Streams keeps the service's state
   * @throws UnfitClusterException if a setting or a number of partitions does not fit; the message
   *     lists all of them
   */
  static void check(
      Admin admin,
      Installation installation,
      Map<Topic, Integer> partitions,
      Collection<InternalTopic> changelogs) {
    Map<String, Integer> existing = existing(admin, changelogs);
    List<String> problems = new ArrayList<>();
    for (InternalTopic changelog : changelogs) {
      Optional.ofNullable(existing.get(changelog.name()))
          .flatMap(count -> changelog.violation(count, partitions, installation))
          .ifPresent(problems::add);
    }
    Map<String, Map<String, String>> wanted = new TreeMap<>();
    partitions.keySet().forEach(topic -> wanted.put(installation.nameOf(topic), topic.configs()));
    changelogs.stream()
        .filter(changelog -> existing.containsKey(changelog.name()))
        .forEach(changelog -> wanted.put(changelog.name(), changelog.configs()));
    problems.addAll(essential(wanted, configs(admin, wanted.keySet())));
    if (!problems.isEmpty()) {
      throw new UnfitClusterException(String.join(System.lineSeparator(), problems));
    }
  }

  /**
   * Returns the deviations that prevent a start; the others are logged.
   *
   * @param wanted required settings by topic
   * @param seen settings of the topics that could be described
   */
  static List<String> essential(
      Map<String, Map<String, String>> wanted, Map<String, Map<String, String>> seen) {
    List<String> problems = new ArrayList<>();
    seen.forEach(
        (topic, actual) -> {
          Map<String, String> needed = new HashMap<>(wanted.get(topic));
          needed.keySet().retainAll(ESSENTIAL);
          problems.addAll(TopicDeviation.of(topic, needed, actual));
          Map<String, String> advised = new HashMap<>(wanted.get(topic));
          advised.keySet().removeAll(ESSENTIAL);
          TopicDeviation.of(topic, advised, actual).forEach(log::warn);
        });
    return problems;
  }

  /** Returns the number of partitions of the topics that exist and may be seen. */
  private static Map<String, Integer> existing(Admin admin, Collection<InternalTopic> changelogs) {
    Map<String, KafkaFuture<TopicDescription>> described =
        admin.describeTopics(names(changelogs)).topicNameValues();
    Map<String, Integer> existing = new HashMap<>();
    described.forEach(
        (topic, description) ->
            seen(description).ifPresent(found -> existing.put(topic, found.partitions().size())));
    return existing;
  }

  private static List<String> names(Collection<InternalTopic> changelogs) {
    return changelogs.stream().map(InternalTopic::name).toList();
  }

  private static Map<String, Map<String, String>> configs(Admin admin, Set<String> topics) {
    Map<ConfigResource, KafkaFuture<Config>> described =
        admin
            .describeConfigs(
                topics.stream()
                    .map(topic -> new ConfigResource(ConfigResource.Type.TOPIC, topic))
                    .toList())
            .values();
    Map<String, Map<String, String>> configs = new TreeMap<>();
    described.forEach(
        (topic, description) ->
            seen(description).ifPresent(config -> configs.put(topic.name(), values(config))));
    List<String> unseen =
        topics.stream().filter(topic -> !configs.containsKey(topic)).sorted().toList();
    if (!unseen.isEmpty()) {
      log.info(
          "the settings of these topics are not checked: the right to describe them is missing: {}",
          String.join(", ", unseen));
    }
    return configs;
  }

  private static Map<String, String> values(Config config) {
    Map<String, String> values = new HashMap<>();
    config.entries().stream()
        .filter(entry -> entry.value() != null)
        .forEach(entry -> values.put(entry.name(), entry.value()));
    return values;
  }

  /** Returns the reply; empty if the topic is missing or may not be described. */
  private static <T> Optional<T> seen(KafkaFuture<T> answer) {
    try {
      return Optional.of(answer.get(TIMEOUT_SECONDS, TimeUnit.SECONDS));
    } catch (ExecutionException e) {
      if (Stream.of(AuthorizationException.class, UnknownTopicOrPartitionException.class)
          .anyMatch(kind -> kind.isInstance(e.getCause()))) {
        return Optional.empty();
      }
      throw UnfitClusterException.unreachable(e.getCause());
    } catch (TimeoutException e) {
      throw UnfitClusterException.unreachable(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw UnfitClusterException.unreachable(e);
    }
  }
}
