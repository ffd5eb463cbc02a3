package dev.darkstore.benchmarks.load;

import dev.darkstore.benchmarks.cluster.Cluster;
import dev.darkstore.benchmarks.cluster.Kind;
import dev.darkstore.benchmarks.cluster.Workload;
import dev.darkstore.schemas.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads what customers are told, read-committed, and notes it in the phase of the order. */
final class OutcomeReader implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(100);

  private final Kind kind;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final BenchmarkSupply supply;
  private final Agents agents;
  private final Map<Integer, Phase> phases = new ConcurrentHashMap<>();
  private final Gaps gaps = new Gaps();
  private final Thread thread;
  private volatile boolean closing;
  private volatile RuntimeException failure;

  OutcomeReader(Cluster cluster, BenchmarkSupply supply, Agents agents) {
    this.kind = cluster.kind();
    this.supply = supply;
    this.agents = agents;
    this.consumer =
        new KafkaConsumer<>(
            Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                cluster.bootstrapServers(),
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                "read_committed"),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    consumer.assign(cluster.partitions(Topic.ORDER_EVENTS));
    consumer.seekToEnd(consumer.assignment());
    // Seeks are carried out when the position is asked for: what comes from now on is read.
    consumer.assignment().forEach(consumer::position);
    this.thread = new Thread(this::readAll, "outcomes");
    thread.start();
  }

  void expect(Phase phase) {
    phases.put(phase.id(), phase);
  }

  Gaps gaps() {
    return gaps;
  }

  /** Fails if outcomes are not read any more. */
  void check() {
    if (failure != null) {
      throw failure;
    }
  }

  @Override
  public void close() {
    closing = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void readAll() {
    try (consumer) {
      while (!closing) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
          note(record, System.nanoTime());
        }
      }
    } catch (RuntimeException e) {
      failure = e;
    }
  }

  private void note(ConsumerRecord<byte[], byte[]> record, long seenNanos) {
    String orderId = new String(record.key(), StandardCharsets.US_ASCII);
    Phase phase = phases.get(Workload.phaseOf(orderId));
    if (phase == null) {
      return;
    }
    ReceivedOutcome outcome = ReceivedOutcome.of(kind, record.value());
    if (outcome.what() == ReceivedOutcome.What.PLACED) {
      gaps.seen(record.partition(), seenNanos);
    }
    phase.told(Workload.numberOf(orderId), outcome.what(), seenNanos);
    if (agents == Agents.POOL) {
      outcome.agentId().ifPresent(agentId -> supply.completed(orderId, agentId));
    }
  }
}
