package dev.darkstore.chaos.cluster;

import dev.darkstore.harness.AdminRequests;
import dev.darkstore.harness.Waiting;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Uuid;

/** Cluster of three nodes with three replicas, two of which must have acknowledged records. */
public final class Brokers implements AutoCloseable {
  private static final short COPIES = 3;
  private static final Duration START_LIMIT = Duration.ofSeconds(90);
  private static final Duration SYNC_LIMIT = Duration.ofMinutes(2);
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(90);
  private static final int ANSWER_MILLIS = 5_000;

  private final BrokerPorts ports;
  private final List<BrokerNode> nodes;
  private final Admin admin;

  public Brokers(Path folder, BrokerPorts ports, ChaosTiming timing, Supervisor supervisor) {
    this.ports = ports;
    String clusterId = Uuid.randomUuid().toString();
    nodes =
        IntStream.rangeClosed(1, BrokerPorts.BROKERS)
            .mapToObj(
                id ->
                    new BrokerNode(
                        id, folder.resolve("broker-" + id), clusterId, ports, timing, supervisor))
            .toList();
    admin =
        Admin.create(
            Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                ports.bootstrap(),
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
                ANSWER_MILLIS,
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                2 * ANSWER_MILLIS));
  }

  public BrokerPorts ports() {
    return ports;
  }

  Admin admin() {
    return admin;
  }

  public List<BrokerNode> nodes() {
    return nodes;
  }

  public BrokerNode node(int id) {
    return nodes.get(id - 1);
  }

  /** Starts all nodes and waits until all have registered. */
  public void start() {
    bringBack();
    Waiting.require(
        "three brokers in the cluster",
        START_LIMIT,
        () ->
            AdminRequests.answers(
                () ->
                    AdminRequests.answer(admin.describeCluster().nodes()).size()
                        == BrokerPorts.BROKERS));
  }

  /** Creates all topics. */
  public void createTopics(int partitions) {
    AdminRequests.createTopics(admin, topic -> new NewTopic(topic.topicName(), partitions, COPIES));
  }

  /** Returns the number of partitions of the topic. */
  public int partitions(String topic) {
    return describe(topic).partitions().size();
  }

  /** Returns the current leader of the partition. */
  public BrokerNode leader(String topic, int partition) {
    return node(describe(topic).partitions().get(partition).leader().id());
  }

  /** Returns the active controller. */
  public BrokerNode controller() {
    return node(ask(() -> admin.describeMetadataQuorum().quorumInfo()).leaderId());
  }

  private TopicDescription describe(String topic) {
    return ask(() -> admin.describeTopics(List.of(topic)).allTopicNames()).get(topic);
  }

  /** Marks all nodes as required. */
  public void bringBack() {
    nodes.forEach(node -> node.process().up());
  }

  /**
   * Restarts the nodes in an orderly way, one after the other; each waits until all replicas are in
   * sync.
   *
   * @param whileDown called with each node while it is stopped
   */
  public void restartEach(Consumer<BrokerNode> whileDown) {
    for (BrokerNode node : nodes) {
      node.process().stop();
      whileDown.accept(node);
      node.process().up();
      Waiting.require("all copies in step again", SYNC_LIMIT, this::isInSync);
    }
  }

  /** Returns true if all replicas of every partition, internal ones included, are in sync. */
  public boolean isInSync() {
    return AdminRequests.answers(
        () ->
            AdminRequests.topics(admin).stream()
                .flatMap(topic -> topic.partitions().stream())
                .allMatch(partition -> partition.isr().size() == COPIES));
  }

  @Override
  public void close() {
    admin.close(Duration.ofSeconds(1));
  }

  /**
   * Repeats a request until the cluster replies, and returns the reply.
   *
   * @throws HarnessException if it does not reply within the limit
   */
  static <T> T ask(Supplier<KafkaFuture<T>> question) {
    AtomicReference<T> answer = new AtomicReference<>();
    Waiting.require(
        "the brokers answer",
        ANSWER_LIMIT,
        () ->
            AdminRequests.answers(
                () -> {
                  answer.set(AdminRequests.answer(question.get()));
                  return true;
                }));
    return answer.get();
  }
}
