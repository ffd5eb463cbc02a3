package dev.darkstore.simulator.world;

import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.streams.processor.StreamPartitioner;
import org.apache.kafka.streams.processor.internals.InternalProcessorContext;
import org.apache.kafka.streams.processor.internals.RecordCollector;

/** Passes the records of a task's sinks to its output, which chooses partitions by key. */
final class TaskCollector implements RecordCollector {
  private final TaskOutput output;

  TaskCollector(TaskOutput output) {
    this.output = output;
  }

  @Override
  public <K, V> void send(
      String topic,
      K key,
      V value,
      Headers headers,
      Long timestamp,
      Serializer<K> keySerializer,
      Serializer<V> valueSerializer,
      String sink,
      InternalProcessorContext<Void, Void> context,
      StreamPartitioner<? super K, ? super V> partitioner) {
    if (partitioner != null) {
      throw new UnsupportedOperationException(sink + " must not have a partitioner");
    }
    output.send(
        topic,
        keySerializer.serialize(topic, headers, key),
        valueSerializer.serialize(topic, headers, value),
        headers,
        timestamp);
  }

  @Override
  public <K, V> void send(
      String topic,
      K key,
      V value,
      Headers headers,
      Integer partition,
      Long timestamp,
      Serializer<K> keySerializer,
      Serializer<V> valueSerializer,
      String sink,
      InternalProcessorContext<Void, Void> context) {
    throw new UnsupportedOperationException(sink + " must not choose a partition");
  }

  @Override
  public <K, V> void send(
      K key,
      V value,
      String node,
      InternalProcessorContext<?, ?> context,
      ProducerRecord<byte[], byte[]> record) {
    throw new UnsupportedOperationException("no error handler sends records here");
  }

  /** Does nothing: no initialization is needed. */
  @Override
  public void initialize() {}

  /** Does nothing: records are delivered when they are sent. */
  @Override
  public void flush() {}

  /** Does nothing: there are no resources. */
  @Override
  public void closeClean() {}

  /** Does nothing: there are no resources. */
  @Override
  public void closeDirty() {}

  @Override
  public Map<TopicPartition, Long> offsets() {
    return Map.of();
  }
}
