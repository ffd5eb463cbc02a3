package dev.darkstore.runtime.intake;

import dev.darkstore.runtime.metrics.ServiceMeters;
import dev.darkstore.runtime.settings.TopologySettings;
import dev.darkstore.runtime.state.ClusterFacts;
import dev.darkstore.runtime.state.TaskMark;
import dev.darkstore.schemas.DeadLetterReason;
import dev.darkstore.schemas.EventHeaders;
import dev.darkstore.schemas.Installation;
import dev.darkstore.schemas.Limits;
import dev.darkstore.schemas.Partitions;
import dev.darkstore.schemas.Topic;
import dev.darkstore.schemas.UnreadableRecordException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Reads the records of one topic: forwards readable ones, writes unreadable ones to the dead
 * letters, and sends a record that a client wrote to the wrong partition to the right one, once.
 *
 * <p>Clients in other languages may hash a key to another partition than Java's clients do. The
 * state of a key is on the partition chosen by Java's partitioner, so such a record is sent there,
 * unchanged except for a header with its original timestamp.
 *
 * @param <M> message type
 */
public final class Intake<M> extends ContextualProcessor<byte[], byte[], Object, Object> {
  private final Topic topic;
  private final RecordReader<M> reader;
  private final OptionalInt partitionCount;
  private final String next;
  private final String forward;
  private final String openStore;
  private final ClusterFacts facts;
  private final ServiceMeters meters;
  private final Installation installation;
  private DeadLetters deadLetters;
  private KeyValueStore<String, byte[]> open;
  private boolean isMarked;

  private Intake(
      Topic topic,
      RecordReader<M> reader,
      OptionalInt partitionCount,
      String next,
      String forward,
      String openStore,
      TopologySettings settings) {
    this.topic = topic;
    this.reader = reader;
    this.partitionCount = partitionCount;
    this.next = next;
    this.forward = forward;
    this.openStore = openStore;
    this.facts = settings.facts();
    this.meters = settings.meters();
    this.installation = settings.installation();
  }

  /**
   * Returns the intake of a topic that clients write.
   *
   * @param partitionCount number of partitions of the topic
   * @param next processor that receives the messages
   * @param forward sink that leads back to the topic
   * @param openStore the task's store of open entries, which contains its mark
   */
  public static <M> ProcessorSupplier<byte[], byte[], Object, Object> ofClients(
      Topic topic,
      RecordReader<M> reader,
      int partitionCount,
      String next,
      String forward,
      String openStore,
      TopologySettings settings) {
    return () ->
        new Intake<>(
            topic, reader, OptionalInt.of(partitionCount), next, forward, openStore, settings);
  }

  /** Returns the intake of a topic that one of our services writes. */
  public static <M> ProcessorSupplier<byte[], byte[], Object, Object> ofService(
      Topic topic,
      RecordReader<M> reader,
      String next,
      String openStore,
      TopologySettings settings) {
    return () -> new Intake<>(topic, reader, OptionalInt.empty(), next, "", openStore, settings);
  }

  @Override
  public void init(ProcessorContext<Object, Object> context) {
    super.init(context);
    deadLetters = new DeadLetters(context, meters, installation);
    open = context.getStateStore(openStore);
    isMarked = false;
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    if (!isMarked) {
      TaskMark.ensure(open, facts, context().currentSystemTimeMs());
      isMarked = true;
    }
    if (isOnWrongPartition(record.key())) {
      sendOn(record);
      return;
    }
    M message;
    try {
      message = reader.read(record.key(), record.value(), origin(record));
    } catch (UnreadableRecordException e) {
      deadLetters.send(record, e.reason(), e.detail());
      return;
    }
    String key = new String(record.key(), StandardCharsets.UTF_8);
    context().forward(new Record<>(key, new Received<>(message, record), record.timestamp()), next);
  }

  private boolean isOnWrongPartition(byte[] key) {
    if (partitionCount.isEmpty() || key == null) {
      return false;
    }
    int partition = context().recordMetadata().orElseThrow().partition();
    return partition != Partitions.of(key, partitionCount.getAsInt());
  }

  private void sendOn(Record<byte[], byte[]> record) {
    if (record.headers().lastHeader(EventHeaders.FORWARDED_TIMESTAMP) != null) {
      deadLetters.send(
          record,
          DeadLetterReason.WRONG_PARTITION,
          "the record was sent on once and is still not on the partition of its key");
      return;
    }
    if (bytesOf(record) > Limits.RECORD_BYTES) {
      // With the added header it could exceed the broker's limit.
      deadLetters.send(record, DeadLetterReason.TOO_LARGE, "the record is too large to be sent on");
      return;
    }
    Headers headers = new RecordHeaders(record.headers());
    headers.add(
        EventHeaders.FORWARDED_TIMESTAMP,
        ByteBuffer.allocate(Long.BYTES).putLong(record.timestamp()).array());
    context()
        .forward(
            new Record<Object, Object>(record.key(), record.value(), record.timestamp(), headers),
            forward);
  }

  private static long bytesOf(Record<byte[], byte[]> record) {
    return DeadLetters.bytesOf(record.headers())
        + record.key().length
        + (record.value() == null ? 0 : record.value().length);
  }

  private RecordReader.Origin origin(Record<byte[], byte[]> record) {
    return new RecordReader.Origin(
        context().recordMetadata().orElseThrow().offset(), ageMillis(record));
  }

  /** Returns the time at which a client wrote the record, also if it was forwarded since. */
  static long writtenMillis(Record<byte[], byte[]> record) {
    Header forwarded = record.headers().lastHeader(EventHeaders.FORWARDED_TIMESTAMP);
    // A client may have written the header: it can make a record look older, not younger.
    return forwarded != null && forwarded.value() != null && forwarded.value().length == Long.BYTES
        ? Math.min(ByteBuffer.wrap(forwarded.value()).getLong(), record.timestamp())
        : record.timestamp();
  }

  private long ageMillis(Record<byte[], byte[]> record) {
    return Math.max(0, context().currentSystemTimeMs() - Math.max(0, writtenMillis(record)));
  }

  /** Returns the topic that is read; for log messages. */
  @Override
  public String toString() {
    return "intake of " + topic.topicName();
  }
}
