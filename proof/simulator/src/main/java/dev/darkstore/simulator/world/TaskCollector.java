package dev.darkstore.simulator.world;

import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.streams.processor.StreamPartitioner;
import org.apache.kafka.streams.processor.internals.InternalProcessorContext;
import org.apache.kafka.streams.processor.internals.RecordCollector;

/** Hands what a task's sinks send to its output; partitions are chosen there, by key. */
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
      throw new UnsupportedOperationException(sink + " has a partitioner of its own");
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
    throw new UnsupportedOperationException(sink + " chooses a partition");
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

  /** Nothing to set up. */
  @Override
  public void initialize() {}

  /** Does nothing: records have arrived as soon as they are sent. */
  @Override
  public void flush() {}

  /** Nothing to give back. */
  @Override
  public void closeClean() {}

  /** Nothing to give back. */
  @Override
  public void closeDirty() {}

  @Override
  public Map<TopicPartition, Long> offsets() {
    return Map.of();
  }
}
