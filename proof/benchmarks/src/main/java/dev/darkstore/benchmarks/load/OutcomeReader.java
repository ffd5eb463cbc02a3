package dev.darkstore.benchmarks.load;

import dev.darkstore.benchmarks.cluster.Cluster;
import dev.darkstore.benchmarks.cluster.Kind;
import dev.darkstore.benchmarks.cluster.Workload;
import dev.darkstore.harness.Failures;
import dev.darkstore.harness.KafkaClients;
import dev.darkstore.harness.ReaderThread;
import dev.darkstore.schemas.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;

/** Reader of published outcomes, read-committed; records each in the phase of its order. */
final class OutcomeReader implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(100);

  private final Kind kind;
  private final BenchmarkSupply supply;
  private final Agents agents;
  private final Map<Integer, Phase> phases = new ConcurrentHashMap<>();
  private final Gaps gaps = new Gaps();
  private final ReaderThread reader;

  OutcomeReader(Cluster cluster, BenchmarkSupply supply, Agents agents, Failures failures) {
    this.kind = cluster.kind();
    this.supply = supply;
    this.agents = agents;
    KafkaConsumer<byte[], byte[]> consumer =
        KafkaClients.consumer(
            cluster.bootstrapServers(),
            Map.of(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed"));
    consumer.assign(cluster.partitions(Topic.ORDER_EVENTS));
    consumer.seekToEnd(consumer.assignment());
    // Kafka seeks lazily: reading the position makes later records visible from here on.
    consumer.assignment().forEach(consumer::position);
    this.reader = new ReaderThread("outcomes", consumer, POLL, this::note, () -> {}, failures);
  }

  void expect(Phase phase) {
    phases.put(phase.id(), phase);
  }

  Gaps gaps() {
    return gaps;
  }

  @Override
  public void close() {
    reader.close();
  }

  private void note(ConsumerRecord<byte[], byte[]> record) {
    long seenNanos = System.nanoTime();
    String orderId = new String(record.key(), StandardCharsets.US_ASCII);
    Phase phase = phases.get(Workload.phaseOf(orderId));
    if (phase == null) {
      return;
    }
    ReceivedOutcome outcome = ReceivedOutcome.of(kind, record.value());
    if (outcome.what() == ReceivedOutcome.What.PLACED) {
      gaps.seen(record.partition(), seenNanos);
    }
    phase.addOutcome(Workload.numberOf(orderId), outcome.what(), seenNanos);
    if (agents == Agents.POOL) {
      outcome.agentId().ifPresent(agentId -> supply.completed(orderId, agentId));
    }
  }
}
