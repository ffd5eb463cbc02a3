package dev.darkstore.harness;

import dev.darkstore.schemas.Topic;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Factory of Kafka clients for encoded records. */
public final class KafkaClients {
  private KafkaClients() {}

  /** Returns a producer with these settings beside Kafka's defaults. */
  public static KafkaProducer<byte[], byte[]> producer(
      String bootstrapServers, Map<String, Object> settings) {
    return new KafkaProducer<>(
        with(bootstrapServers, settings), new ByteArraySerializer(), new ByteArraySerializer());
  }

  /** Returns a consumer with these settings beside Kafka's defaults. */
  public static KafkaConsumer<byte[], byte[]> consumer(
      String bootstrapServers, Map<String, Object> settings) {
    return new KafkaConsumer<>(
        with(bootstrapServers, settings), new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  /**
   * Returns all partitions of these topics.
   *
   * @param names names of the topics of the topic table on the cluster
   * @param count number of partitions of each topic
   */
  public static List<TopicPartition> partitions(
      Collection<Topic> topics, Function<Topic, String> names, int count) {
    return topics.stream()
        .flatMap(
            topic ->
                IntStream.range(0, count)
                    .mapToObj(number -> new TopicPartition(names.apply(topic), number)))
        .toList();
  }

  private static Map<String, Object> with(String bootstrapServers, Map<String, Object> settings) {
    Map<String, Object> all = new HashMap<>(settings);
    all.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    return all;
  }
}
