package dev.darkstore.benchmarks.load;

import dev.darkstore.benchmarks.cluster.Cluster;
import dev.darkstore.benchmarks.cluster.Kind;
import dev.darkstore.benchmarks.cluster.Part;
import dev.darkstore.benchmarks.cluster.Spread;
import dev.darkstore.benchmarks.cluster.Workload;
import dev.darkstore.client.supply.Entrances;
import dev.darkstore.runtime.service.ServiceDefinition;
import dev.darkstore.schemas.Topic;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Supply of the stores and zones: plenty of stock, and an agent for every order. The floor has no
 * use for either.
 */
public final class BenchmarkSupply {
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private final Cluster cluster;
  private final Sender sender;

  BenchmarkSupply(Cluster cluster, Sender sender) {
    this.cluster = cluster;
    this.sender = sender;
  }

  /** Stock for more orders than any run has; returns when the store participant has taken it. */
  public void stock(Spread spread) {
    if (cluster.kind() != Kind.SYSTEM) {
      return;
    }
    for (int store = 0; store < spread.stores(); store++) {
      send(Topic.STOCK_UPDATES, Workload.storeId(store), Workload.stock(store));
    }
    awaitRead(Part.STORE, Topic.STOCK_UPDATES);
  }

  /** An agent for each order of a phase; returns when they have entered their zones. */
  void agents(Spread spread, int phase, int orders) {
    if (cluster.kind() != Kind.SYSTEM) {
      return;
    }
    try (Entrances entrances =
        Entrances.fromNow(
            Map.of(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, cluster.bootstrapServers()))) {
      for (int number = 0; number < orders; number++) {
        int zone = spread.zoneOf(number);
        send(
            Topic.AGENT_UPDATES,
            Workload.zoneId(zone),
            Workload.agentOnline(zone, Workload.agentId(phase, number)));
      }
      sender.flush();
      if (!entrances.await(orders, PATIENCE)) {
        throw new IllegalStateException("agents did not enter their zones in " + PATIENCE);
      }
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  /** Sends the agents' app's update that the customer has the goods: the agent is free again. */
  void completed(String orderId, String agentId) {
    String zoneId = Workload.zoneId(Spread.EVEN.zoneOf(Workload.numberOf(orderId)));
    send(Topic.AGENT_UPDATES, zoneId, Workload.deliveryCompleted(zoneId, agentId, orderId));
  }

  /**
   * Reservations of goods that no order asked for, straight to the store participant.
   *
   * @param holdMillis how long each is held, asked for when it is sent
   */
  public void reservations(int phase, int count, LongSupplier holdMillis) {
    for (int number = 0; number < count; number++) {
      send(
          Topic.STORE_COMMANDS,
          Workload.storeId(Spread.EVEN.storeOf(number)),
          Workload.reserveGoods(phase, number, holdMillis.getAsLong()));
    }
    awaitRead(Part.STORE, Topic.STORE_COMMANDS);
  }

  private void send(Topic topic, String key, byte[] value) {
    sender.send(topic.topicName(), key, value);
  }

  /** Waits until the service has committed that it has read all of the topic. */
  private void awaitRead(Part reader, Topic topic) {
    sender.flush();
    ServiceDefinition service = reader.definition();
    Map<TopicPartition, Long> ends = ends(topic);
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!hasRead(service.applicationId(), ends)) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException(
            service.name() + " has not read " + topic.topicName() + " in " + PATIENCE);
      }
      LockSupport.parkNanos(POLL_NANOS);
    }
  }

  private Map<TopicPartition, Long> ends(Topic topic) {
    try {
      return cluster
          .admin()
          .listOffsets(
              cluster.partitions(topic).stream()
                  .collect(Collectors.toMap(Function.identity(), p -> OffsetSpec.latest())))
          .all()
          .get()
          .entrySet()
          .stream()
          .collect(Collectors.toMap(Map.Entry::getKey, e -> e.getValue().offset()));
    } catch (ExecutionException e) {
      throw new IllegalStateException("the ends of " + topic.topicName() + " are unknown", e);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private boolean hasRead(String group, Map<TopicPartition, Long> ends) {
    try {
      Map<TopicPartition, OffsetAndMetadata> read =
          cluster.admin().listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get();
      return ends.entrySet().stream()
          .allMatch(
              end ->
                  end.getValue() == 0
                      || (read.get(end.getKey()) != null
                          && read.get(end.getKey()).offset() >= end.getValue()));
    } catch (ExecutionException e) {
      throw new IllegalStateException("what " + group + " has read is unknown", e);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static IllegalStateException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new IllegalStateException("interrupted while supply was read", e);
  }
}
