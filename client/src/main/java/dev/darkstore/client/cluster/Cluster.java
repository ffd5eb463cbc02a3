package dev.darkstore.client.cluster;

import dev.darkstore.schemas.Installation;
import dev.darkstore.schemas.Topic;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Connection to an installation on a cluster that has replied. Failures are reported as {@link
 * UnusableException}.
 */
public final class Cluster implements AutoCloseable {
  private static final int ANSWER_MILLIS_MAX = 5_000;
  private static final Duration CLOSE_MAX = Duration.ofSeconds(5);

  private final Map<String, Object> config;
  private final Installation installation;
  private final Admin admin;

  private Cluster(Map<String, Object> config, Installation installation, Admin admin) {
    this.config = config;
    this.installation = installation;
    this.admin = admin;
  }

  /** Connects to the installation without a prefix. */
  public static Cluster connect(Map<String, Object> config) throws InterruptedException {
    return connect(config, Installation.DEFAULT);
  }

  /**
   * Connects, and returns when the cluster has replied.
   *
   * @param config configuration of a Kafka client, {@code bootstrap.servers} included
   * @param installation installation whose topics are read and written
   * @throws UnusableException if no broker replies within {@value #ANSWER_MILLIS_MAX} ms, or if the
   *     configuration is invalid
   */
  public static Cluster connect(Map<String, Object> config, Installation installation)
      throws InterruptedException {
    Admin admin;
    try {
      admin = Admin.create(config);
    } catch (KafkaException e) {
      throw new UnusableException("cannot create a Kafka client: " + rootMessage(e), e);
    }
    Cluster cluster = new Cluster(Map.copyOf(config), installation, admin);
    try {
      admin
          .describeCluster(new DescribeClusterOptions().timeoutMs(ANSWER_MILLIS_MAX))
          .clusterId()
          .get();
      return cluster;
    } catch (ExecutionException e) {
      admin.close(Duration.ZERO); // Do not wait for an unreachable broker.
      String why =
          e.getCause() instanceof TimeoutException
              ? "within %s s".formatted(ANSWER_MILLIS_MAX / 1_000)
              : "as it should: " + rootMessage(e);
      throw new UnusableException(
          "no broker at %s answers %s".formatted(cluster.bootstrapServers(), why), e);
    }
  }

  /** Returns the addresses of the brokers. */
  public String bootstrapServers() {
    return String.valueOf(config.get(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG));
  }

  /**
   * Returns the number of brokers that are running.
   *
   * @throws UnusableException if the cluster does not reply
   */
  public int brokers() throws InterruptedException {
    try {
      return admin
          .describeCluster(new DescribeClusterOptions().timeoutMs(ANSWER_MILLIS_MAX))
          .nodes()
          .get()
          .size();
    } catch (ExecutionException e) {
      throw new UnusableException(
          "the brokers at %s cannot be counted: %s".formatted(bootstrapServers(), rootMessage(e)),
          e);
    }
  }

  /** Returns the admin client; it is closed with this connection. */
  public Admin admin() {
    return admin;
  }

  /** Returns the installation whose topics are read and written. */
  public Installation installation() {
    return installation;
  }

  /** Returns the configuration of its clients. */
  public Map<String, Object> config() {
    return config;
  }

  /**
   * Returns the number of partitions of each topic of the installation.
   *
   * @throws UnusableException if one of them is missing, or may not be described by this user
   */
  public Map<Topic, Integer> partitions() throws InterruptedException {
    return partitions(installation.topics().toArray(Topic[]::new));
  }

  /**
   * Returns the number of partitions of each of these topics.
   *
   * @throws UnusableException if one of them is missing, or may not be described by this user
   */
  public Map<Topic, Integer> partitions(Topic... topics) throws InterruptedException {
    Map<String, KafkaFuture<TopicDescription>> described =
        admin
            .describeTopics(
                Arrays.stream(topics).map(installation::nameOf).toList(),
                new DescribeTopicsOptions().timeoutMs(ANSWER_MILLIS_MAX))
            .topicNameValues();
    Map<Topic, Integer> partitions = new LinkedHashMap<>();
    for (Topic topic : topics) {
      String name = installation.nameOf(topic);
      try {
        partitions.put(topic, described.get(name).get().partitions().size());
      } catch (ExecutionException e) {
        if (e.getCause() instanceof UnknownTopicOrPartitionException) {
          throw new UnusableException(
              "topic %s is missing on %s; 'darkstore topics create' creates it"
                  .formatted(name, bootstrapServers()),
              e);
        }
        throw new UnusableException(
            "topic %s cannot be described: %s".formatted(name, rootMessage(e)), e);
      }
    }
    return partitions;
  }

  /**
   * Returns the number of partitions of the topic; empty if this user may not describe it.
   *
   * @throws UnusableException if it is missing
   */
  public Optional<Integer> visiblePartitions(Topic topic) throws InterruptedException {
    try {
      return Optional.of(partitions(topic).get(topic));
    } catch (UnusableException e) {
      if (e.getCause() != null && e.getCause().getCause() instanceof TopicAuthorizationException) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /**
   * Returns an idempotent producer that sends at once.
   *
   * @param clientId client id without the installation's prefix
   * @param more settings that win over the configuration
   */
  public KafkaProducer<byte[], byte[]> producer(String clientId, Map<String, Object> more) {
    Map<String, Object> own = new HashMap<>(config);
    own.put(ProducerConfig.CLIENT_ID_CONFIG, installation.prefixed(clientId));
    own.put(ProducerConfig.ACKS_CONFIG, "all");
    own.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    own.put(ProducerConfig.LINGER_MS_CONFIG, 0);
    own.putAll(more);
    return new KafkaProducer<>(own, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /** Returns the message of the root cause of a failure, which Kafka wraps; never empty. */
  public static String rootMessage(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
  }

  @Override
  public void close() {
    admin.close(CLOSE_MAX);
  }
}
