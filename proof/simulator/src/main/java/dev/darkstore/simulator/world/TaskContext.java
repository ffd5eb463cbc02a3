package dev.darkstore.simulator.world;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.Punctuator;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.To;
import org.apache.kafka.streams.processor.api.FixedKeyRecord;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.internals.AbstractProcessorContext;
import org.apache.kafka.streams.processor.internals.ProcessorNode;
import org.apache.kafka.streams.processor.internals.ProcessorRecordContext;
import org.apache.kafka.streams.processor.internals.RecordCollector;
import org.apache.kafka.streams.processor.internals.StreamTask;
import org.apache.kafka.streams.processor.internals.metrics.StreamsMetricsImpl;
import org.apache.kafka.streams.query.Position;
import org.apache.kafka.streams.state.internals.ThreadCache;
import org.apache.kafka.streams.state.internals.ThreadCache.DirtyEntryFlushListener;

/**
 * Context of a task's processors in the simulated world. Forwarding follows Kafka's own context;
 * the time is the node's clock, and punctuators run only when the task checks for due ones.
 */
final class TaskContext extends AbstractProcessorContext<Object, Object>
    implements RecordCollector.Supplier {
  private final TaskState state;
  private final TaskOutput output;
  private final Clock clock;
  private final RecordCollector collector;
  private final Punctuators punctuators = new Punctuators();

  TaskContext(
      TaskId id,
      StreamsConfig config,
      StreamsMetricsImpl metrics,
      TaskState state,
      TaskOutput output,
      Clock clock) {
    super(id, config, metrics, null);
    this.state = state;
    this.output = output;
    this.clock = clock;
    this.collector = new TaskCollector(output);
  }

  Punctuators punctuators() {
    return punctuators;
  }

  @Override
  public long currentSystemTimeMs() {
    return clock.millis();
  }

  @Override
  public long currentStreamTimeMs() {
    throw new UnsupportedOperationException("event time is not used");
  }

  @Override
  protected TaskState stateManager() {
    return state;
  }

  @Override
  public RecordCollector recordCollector() {
    return collector;
  }

  @Override
  public void logChange(
      String store,
      Bytes key,
      byte[] value,
      long timestampMillis,
      Headers headers,
      Position position) {
    output.change(store, key, value);
  }

  @Override
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // the interface is Kafka's
  public <S extends StateStore> S getStateStore(String name) {
    if (!currentNode().stateStores.contains(name)) {
      throw new IllegalStateException(currentNode().name() + " has no store " + name);
    }
    return (S) Objects.requireNonNull(state.store(name), name);
  }

  @Override
  public <K, V> void forward(Record<K, V> record) {
    forward(record, null);
  }

  @Override
  public <K, V> void forward(Record<K, V> record, String childName) {
    ProcessorNode<?, ?, ?, ?> sender = currentNode();
    ProcessorRecordContext before = recordContext;
    try {
      recordContext = contextOf(record, before);
      boolean sent = false;
      for (ProcessorNode<?, ?, ?, ?> child : sender.children()) {
        if (childName == null || child.name().equals(childName)) {
          hand(child, record);
          sent = true;
        }
      }
      if (!sent && childName != null) {
        throw new IllegalStateException(sender.name() + " has no child " + childName);
      }
    } finally {
      recordContext = before;
      setCurrentNode(sender);
    }
  }

  private static ProcessorRecordContext contextOf(
      Record<?, ?> record, ProcessorRecordContext before) {
    if (record.timestamp() == before.timestamp() && record.headers() == before.headers()) {
      return before;
    }
    return new ProcessorRecordContext(
        record.timestamp(), before.offset(), before.partition(), before.topic(), record.headers());
  }

  @SuppressWarnings("unchecked") // the topology decides who takes what
  private <K, V> void hand(ProcessorNode<?, ?, ?, ?> child, Record<K, V> record) {
    setCurrentNode(child);
    ((ProcessorNode<K, V, ?, ?>) child).process(record);
  }

  @Override
  public Cancellable schedule(Duration interval, PunctuationType type, Punctuator punctuator) {
    if (type != PunctuationType.WALL_CLOCK_TIME) {
      throw new UnsupportedOperationException("event time is not used");
    }
    return punctuators.schedule(
        currentNode(), punctuator, interval.toMillis(), currentSystemTimeMs());
  }

  @Override
  public Cancellable schedule(
      Instant start, Duration interval, PunctuationType type, Punctuator punctuator) {
    throw new UnsupportedOperationException("start times are not supported");
  }

  @Override
  public void commit() {
    throw new UnsupportedOperationException("commits are controlled by the world");
  }

  @Override
  public void transitionToActive(StreamTask task, RecordCollector to, ThreadCache newCache) {
    throw new UnsupportedOperationException("the task is active from the start");
  }

  @Override
  public void transitionToStandby(ThreadCache newCache) {
    throw new UnsupportedOperationException("there are no standby tasks");
  }

  @Override
  public void registerCacheFlushListener(String namespace, DirtyEntryFlushListener listener) {
    throw new UnsupportedOperationException("stores are not cached");
  }

  @Override
  public <K, V> void forward(K key, V value) {
    throw new UnsupportedOperationException("the deprecated form of forwarding");
  }

  @Override
  public <K, V> void forward(K key, V value, To to) {
    throw new UnsupportedOperationException("the deprecated form of forwarding");
  }

  @Override
  public <K, V> void forward(FixedKeyRecord<K, V> record) {
    throw new UnsupportedOperationException("fixed-key records are not supported");
  }

  @Override
  public <K, V> void forward(FixedKeyRecord<K, V> record, String childName) {
    throw new UnsupportedOperationException("fixed-key records are not supported");
  }
}
