package dev.darkstore.runtime.settings;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.streams.StreamsConfig;

/**
 * Rules for Kafka's settings: known names, and values that a service requires. Kafka itself ignores
 * an unknown name, and Kafka Streams overrides some values, both without an error.
 */
public final class KafkaSettings {
  private static final String SASL = "sasl.";
  private static final String SSL = "ssl.";

  /** Plug-ins of SSL and SASL may read names unknown to Kafka; a typo is more likely. */
  private static final int TYPO_DISTANCE_MAX = 2;

  /** Prefixes of settings whose names are chosen by the operator or a plug-in. */
  private static final List<String> FREE_PREFIXES =
      List.of(StreamsConfig.CLIENT_TAG_PREFIX, "config.providers.", "metrics.jmx.");

  private static final Set<String> CONSUMER = ConsumerConfig.configNames();
  private static final Set<String> PRODUCER = ProducerConfig.configNames();
  private static final Set<String> ADMIN = AdminClientConfig.configNames();
  private static final Set<String> TOPIC = topicNames();
  private static final Set<String> UNPREFIXED = unprefixedNames();
  private static final Map<String, Set<String>> PREFIXED = prefixed();

  private static final String NO_DATA_LOST_ON_ERROR =
      "an error must stop the service; a handler could pass over a record";
  private static final String AS_BYTES = "services read and write bytes and decode them themselves";
  private static final String NO_FORGETTING = "a changelog must keep the last value of every key";

  private static final List<Protected> PROTECTED =
      List.of(
          Protected.fixed(
              StreamsConfig.APPLICATION_ID_CONFIG,
              "under another id it is another service, which reads every topic from the beginning"
                  + " without state and decides every order again"),
          Protected.fixed(
              ConsumerConfig.GROUP_ID_CONFIG,
              "the group is the service's application id; another one decides every order again"),
          Protected.fixed(
              ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
              "where a service begins to read must not depend on a lost offset"),
          Protected.fixed(
              ProducerConfig.TRANSACTIONAL_ID_CONFIG, "Kafka Streams derives it for each thread"),
          Protected.only(
              StreamsConfig.PROCESSING_GUARANTEE_CONFIG,
              List.of(StreamsConfig.EXACTLY_ONCE_V2),
              "a decision and the offset it follows from are one Kafka transaction"),
          Protected.only(
              ConsumerConfig.ISOLATION_LEVEL_CONFIG,
              List.of("read_committed"),
              "records of aborted Kafka transactions must not be read"),
          Protected.only(
              ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
              List.of("false"),
              "offsets are committed in the Kafka transaction of the decision"),
          Protected.only(
              ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
              List.of("false"),
              "topics are created with the settings they need, by 'darkstore topics create'"),
          Protected.fixed(
              ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
              "Kafka Streams assigns the partitions"),
          Protected.fixed(
              ProducerConfig.PARTITIONER_CLASS_CONFIG,
              "the state of a key is on the partition that Java's default hash chooses"),
          Protected.fixed(
              ProducerConfig.PARTITIONER_IGNORE_KEYS_CONFIG,
              "the state of a key is on the partition that Java's default hash chooses"),
          Protected.only(
              ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
              List.of("true"),
              "Kafka transactions need it"),
          Protected.only(
              ProducerConfig.ACKS_CONFIG,
              List.of("all", "-1"),
              "an acknowledged record must survive the loss of a broker"),
          Protected.fixed(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, AS_BYTES),
          Protected.fixed(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, AS_BYTES),
          Protected.fixed(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, AS_BYTES),
          Protected.fixed(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, AS_BYTES),
          Protected.fixed("deserialization.exception.handler", NO_DATA_LOST_ON_ERROR),
          Protected.fixed("default.deserialization.exception.handler", NO_DATA_LOST_ON_ERROR),
          Protected.fixed("production.exception.handler", NO_DATA_LOST_ON_ERROR),
          Protected.fixed("default.production.exception.handler", NO_DATA_LOST_ON_ERROR),
          Protected.fixed("processing.exception.handler", NO_DATA_LOST_ON_ERROR),
          Protected.fixed(
              StreamsConfig.topicPrefix(TopicConfig.CLEANUP_POLICY_CONFIG), NO_FORGETTING),
          Protected.fixed(
              StreamsConfig.topicPrefix(TopicConfig.RETENTION_MS_CONFIG), NO_FORGETTING),
          Protected.fixed(
              StreamsConfig.topicPrefix(TopicConfig.RETENTION_BYTES_CONFIG), NO_FORGETTING));

  /**
   * Setting that the operator must not change.
   *
   * @param name name without the prefix of a client
   * @param allowed permitted values; none if the setting must not be set at all
   * @param why reason, as a clause
   */
  private record Protected(String name, List<String> allowed, String why) {
    static Protected fixed(String name, String why) {
      return new Protected(name, List.of(), why);
    }

    static Protected only(String name, List<String> allowed, String why) {
      return new Protected(name, allowed, why);
    }

    String problem(String fullName, String value) {
      return allowed.isEmpty()
          ? "setting '%s' must not be set: %s; remove it".formatted(fullName, why)
          : "setting '%s' is '%s' and must be '%s': %s; remove it"
              .formatted(fullName, value, allowed.get(0), why);
    }
  }

  private KafkaSettings() {}

  /** Returns a sentence for each setting that is unknown or protected. */
  public static List<String> problems(Map<String, String> set) {
    List<String> problems = new ArrayList<>(unknown(set.keySet()));
    set.forEach(
        (name, value) -> {
          String base = baseName(name);
          PROTECTED.stream()
              .filter(rule -> rule.name().equals(name) || rule.name().equals(base))
              .filter(rule -> !rule.allowed().contains(value))
              .forEach(rule -> problems.add(rule.problem(name, value)));
        });
    return List.copyOf(problems);
  }

  /** Returns a sentence for each name unknown to Kafka, with the nearest known one. */
  public static List<String> unknown(Collection<String> names) {
    return names.stream()
        .filter(name -> !isKnown(name))
        .map(
            name ->
                "unknown setting '%s'; did you mean '%s'?".formatted(name, nearestKnownName(name)))
        .toList();
  }

  private static boolean isKnown(String name) {
    if (FREE_PREFIXES.stream().anyMatch(name::startsWith)) {
      return true;
    }
    String prefix = prefix(name);
    String base = name.substring(prefix.length());
    Set<String> known = known(prefix);
    if (known.contains(base)) {
      return true;
    }
    boolean mayBePlugIns = base.startsWith(SSL) || base.startsWith(SASL);
    return mayBePlugIns
        && NearestName.distance(base, NearestName.to(base, known)) > TYPO_DISTANCE_MAX;
  }

  private static String nearestKnownName(String name) {
    String prefix = prefix(name);
    return prefix + NearestName.to(name.substring(prefix.length()), known(prefix));
  }

  private static String baseName(String name) {
    return name.startsWith(StreamsConfig.TOPIC_PREFIX)
        ? name
        : name.substring(prefix(name).length());
  }

  private static String prefix(String name) {
    return UNPREFIXED.contains(name)
        ? ""
        : PREFIXED.keySet().stream().filter(name::startsWith).findFirst().orElse("");
  }

  private static Set<String> known(String prefix) {
    return prefix.isEmpty() ? UNPREFIXED : PREFIXED.get(prefix);
  }

  private static Set<String> unprefixedNames() {
    Set<String> names = new TreeSet<>(StreamsConfig.configDef().names());
    names.addAll(CONSUMER);
    names.addAll(PRODUCER);
    names.addAll(ADMIN);
    return names;
  }

  private static Map<String, Set<String>> prefixed() {
    Map<String, Set<String>> prefixed = new LinkedHashMap<>();
    prefixed.put(StreamsConfig.MAIN_CONSUMER_PREFIX, CONSUMER);
    prefixed.put(StreamsConfig.RESTORE_CONSUMER_PREFIX, CONSUMER);
    prefixed.put(StreamsConfig.GLOBAL_CONSUMER_PREFIX, CONSUMER);
    prefixed.put(StreamsConfig.CONSUMER_PREFIX, CONSUMER);
    prefixed.put(StreamsConfig.PRODUCER_PREFIX, PRODUCER);
    prefixed.put(StreamsConfig.ADMIN_CLIENT_PREFIX, ADMIN);
    prefixed.put(StreamsConfig.TOPIC_PREFIX, TOPIC);
    return prefixed;
  }

  private static Set<String> topicNames() {
    Set<String> names = new TreeSet<>();
    Stream.of(TopicConfig.class.getFields())
        .filter(field -> field.getName().endsWith("_CONFIG"))
        .forEach(field -> names.add(constant(field)));
    return names;
  }

  private static String constant(Field field) {
    try {
      return (String) field.get(null);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(field + " is public", e);
    }
  }
}
