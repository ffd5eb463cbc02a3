package dev.darkstore.benchmarks.load;

import dev.darkstore.benchmarks.cluster.Cluster;
import dev.darkstore.benchmarks.cluster.Kind;
import dev.darkstore.benchmarks.cluster.Spread;
import dev.darkstore.benchmarks.cluster.Workload;
import dev.darkstore.client.supply.Entrances;
import dev.darkstore.harness.AdminRequests;
import dev.darkstore.harness.Failures;
import dev.darkstore.harness.Sender;
import dev.darkstore.harness.Waiting;
import dev.darkstore.runtime.service.ServiceDefinition;
import dev.darkstore.schemas.Installation;
import dev.darkstore.schemas.Topic;
import dev.darkstore.services.ServiceKind;
import java.time.Duration;
import java.util.Map;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.common.TopicPartition;

/**
 * Supply of the stores and zones: ample stock, and an agent for every order. The floor needs
 * neither.
 */
public final class BenchmarkSupply {
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final Cluster cluster;
  private final Sender sender;
  private final Failures failures;

  BenchmarkSupply(Cluster cluster, Sender sender, Failures failures) {
    this.cluster = cluster;
    this.sender = sender;
    this.failures = failures;
  }

  /**
   * Sends stock for more orders than any run has; returns once the store participant has read it.
   */
  public void stock(Spread spread) {
    if (cluster.kind() != Kind.SYSTEM) {
      return;
    }
    for (int store = 0; store < spread.stores(); store++) {
      send(Topic.STOCK_UPDATES, Workload.storeId(store), Workload.stock(store));
    }
    awaitRead(ServiceKind.STORE, Topic.STOCK_UPDATES);
  }

  /**
   * Brings an agent online for each order of a phase; returns once all have entered their zones.
   */
  void agents(Spread spread, int phase, int orders) {
    if (cluster.kind() != Kind.SYSTEM) {
      return;
    }
    try (Entrances entrances =
        Entrances.fromNow(
            dev.darkstore.client.cluster.Cluster.connect(
                Map.of(
                    CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, cluster.bootstrapServers())))) {
      for (int number = 0; number < orders; number++) {
        int zone = spread.zoneOf(number);
        send(
            Topic.AGENT_UPDATES,
            Workload.zoneId(zone),
            Workload.agentOnline(zone, Workload.agentId(phase, number)));
      }
      flush();
      if (!entrances.await(orders, PATIENCE)) {
        throw new IllegalStateException("agents did not enter their zones in " + PATIENCE);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while supply was read", e);
    }
  }

  /** Sends DeliveryCompleted, as the agent's app does: the agent is free again. */
  void completed(String orderId, String agentId) {
    String zoneId = Workload.zoneId(Spread.EVEN.zoneOf(Workload.numberOf(orderId)));
    send(Topic.AGENT_UPDATES, zoneId, Workload.deliveryCompleted(zoneId, agentId, orderId));
  }

  /**
   * Sends reservations without an order directly to the store participant.
   *
   * @param holdMillis supplier of the hold of each reservation, called when it is sent
   */
  public void reservations(int phase, int count, LongSupplier holdMillis) {
    for (int number = 0; number < count; number++) {
      send(
          Topic.STORE_COMMANDS,
          Workload.storeId(Spread.EVEN.storeOf(number)),
          Workload.reserveGoods(phase, number, holdMillis.getAsLong()));
    }
    awaitRead(ServiceKind.STORE, Topic.STORE_COMMANDS);
  }

  private void send(Topic topic, String key, byte[] value) {
    sender.send(topic.topicName(), key, value);
  }

  /** Waits until the committed offsets of the service reach the end of the topic. */
  private void awaitRead(ServiceKind reader, Topic topic) {
    flush();
    ServiceDefinition service = reader.definition();
    Map<TopicPartition, Long> ends = AdminRequests.ends(cluster.admin(), cluster.partitions(topic));
    Waiting.require(
        service.name() + " has read " + topic.topicName(),
        PATIENCE,
        () -> {
          Map<TopicPartition, Long> read =
              AdminRequests.committed(cluster.admin(), service.applicationId(Installation.DEFAULT));
          return ends.entrySet().stream()
              .allMatch(end -> read.getOrDefault(end.getKey(), 0L) >= end.getValue());
        });
  }

  /** Waits until every record is acknowledged; fails if the producer reported an error. */
  void flush() {
    sender.flush();
    failures.check();
  }
}
