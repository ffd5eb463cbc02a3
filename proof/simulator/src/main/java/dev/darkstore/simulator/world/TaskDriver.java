package dev.darkstore.simulator.world;

import dev.darkstore.runtime.wiring.ServiceTopology;
import java.time.Clock;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.internals.ProcessorNode;
import org.apache.kafka.streams.processor.internals.ProcessorRecordContext;
import org.apache.kafka.streams.processor.internals.ProcessorTopology;
import org.apache.kafka.streams.processor.internals.SourceNode;
import org.apache.kafka.streams.processor.internals.metrics.StreamsMetricsImpl;

/**
 * Driver of one task of a topology, one record or one tick at a time.
 *
 * <p><b>Difference from TopologyTestDriver.</b> The processors, stores, sources and sinks are the
 * objects that it would run. But there every input is partition 0 with offsets from 0 in each
 * driver, ticks come with the clock, a topic that is read and written is fed back at once, and
 * every record is committed: unsuited to a simulation of partitions, restarts, late ticks and
 * aborted Kafka transactions. A test compares the two.
 */
final class TaskDriver {
  private final ProcessorTopology topology;
  private final TaskState state;
  private final TaskContext context;

  /**
   * Starts a task with its stores restored from the changelog.
   *
   * @param output consumer of the task's output
   */
  TaskDriver(
      ServiceTopology topology,
      TaskId id,
      StreamsConfig config,
      StreamsMetricsImpl metrics,
      Clock clock,
      Changelog changelog,
      TaskOutput output) {
    this.topology = topology.parts(config);
    this.state = new TaskState(changelog);
    this.context = new TaskContext(id, config, metrics, state, output, clock);
    context.setRecordContext(nowhere());
    for (StateStore store : this.topology.stateStores()) {
      store.init(context, store);
    }
    state.restore();
    for (ProcessorNode<?, ?, ?, ?> node : this.topology.processors()) {
      start(node);
    }
    context.initialize();
  }

  @SuppressWarnings("unchecked") // the context passes on whatever the topology's parts exchange
  private <K, V> void start(ProcessorNode<?, ?, K, V> node) {
    context.setCurrentNode(node);
    ((ProcessorNode<?, ?, Object, Object>) node).init(context);
    context.setCurrentNode(null);
  }

  /** Processes one record. */
  void process(ConsumerRecord<byte[], byte[]> read) {
    SourceNode<?, ?> source = topology.source(read.topic());
    @SuppressWarnings("unchecked") // Kafka's own queue does the same
    ConsumerRecord<Object, Object> untyped =
        (ConsumerRecord<Object, Object>) (ConsumerRecord<?, ?>) read;
    long timestampMillis = source.timestampExtractor().extract(untyped, read.timestamp());
    context.setRecordContext(
        new ProcessorRecordContext(
            timestampMillis, read.offset(), read.partition(), read.topic(), read.headers()));
    context.setCurrentNode(source);
    // Every edge to a topic carries bytes.
    @SuppressWarnings("unchecked")
    SourceNode<byte[], byte[]> bytes = (SourceNode<byte[], byte[]>) source;
    bytes.process(new Record<>(read.key(), read.value(), timestampMillis, read.headers()));
    context.setCurrentNode(null);
    context.setRecordContext(nowhere());
  }

  /** Runs due punctuators, as a stream thread does between two records. */
  void punctuate() {
    long nowMillis = context.currentSystemTimeMs();
    context
        .punctuators()
        .callDue(
            nowMillis,
            (node, punctuator) -> {
              context.setRecordContext(
                  new ProcessorRecordContext(nowMillis, -1, -1, null, new RecordHeaders()));
              context.setCurrentNode(node);
              punctuator.punctuate(nowMillis);
              context.setCurrentNode(null);
            });
    context.setRecordContext(nowhere());
  }

  /** Lets the task write its pending state before its commit. */
  void prepareCommit() {
    state.flushCaches();
  }

  /**
   * Closes processors and stores; nothing is written.
   *
   * @throws IllegalStateException if a processor left a punctuator scheduled: Kafka Streams may
   *     reopen a closed task, with its punctuators
   */
  void close() {
    topology.processors().forEach(ProcessorNode::close);
    if (context.punctuators().isAnyScheduled()) {
      throw new IllegalStateException(context.taskId() + " is closed with a punctuator scheduled");
    }
    state.close();
  }

  private static ProcessorRecordContext nowhere() {
    return new ProcessorRecordContext(0, -1, -1, null, new RecordHeaders());
  }
}
