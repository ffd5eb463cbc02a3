package dev.darkstore.conformance.wire;

import dev.darkstore.schemas.Partitions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Supplier;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;

/**
 * Connection to a participant that is a Kafka Streams topology, under a TopologyTestDriver: without
 * a broker, with one partition, with a virtual clock. The participant handles each record when it
 * is sent.
 */
public final class TopologyWire implements Wire {
  private static final Duration STEP = Duration.ofMillis(10);

  private final BranchTopics topics;
  private final VirtualClock clock = new VirtualClock();
  private final TopologyTestDriver driver;
  private final List<Incoming> written = new ArrayList<>();
  private final Map<String, Long> offsets = new HashMap<>();

  /** Factory of the participant's topology. */
  @FunctionalInterface
  public interface ParticipantTopology {
    /**
     * Builds the topology.
     *
     * @param clock virtual clock; the context's time of a processor equals it
     * @param ahead writer of records that are sent beside the topology, such as votes
     */
    Topology build(Clock clock, AheadWriter ahead);
  }

  /** Writer of records that a participant sends outside of its Kafka transactions. */
  @FunctionalInterface
  public interface AheadWriter {
    /** Writes a record. */
    void write(String topic, byte[] key, byte[] value);
  }

  private TopologyWire(BranchTopics topics, ParticipantTopology participant) {
    this.topics = topics;
    this.driver =
        new TopologyTestDriver(
            participant.build(clock, this::written), new Properties(), clock.instant());
  }

  /** Starts a participant with empty state. */
  public static TopologyWire start(BranchTopics topics, ParticipantTopology participant) {
    return new TopologyWire(topics, participant);
  }

  @Override
  public BranchTopics topics() {
    return topics;
  }

  @Override
  public int partitions(String topic) {
    return 1;
  }

  @Override
  public long nowMillis() {
    return clock.millis();
  }

  @Override
  public Supplier<String> send(Outgoing record) {
    String position = record.topic() + "-0@" + next(record.topic());
    driver
        .createInputTopic(record.topic(), new ByteArraySerializer(), new ByteArraySerializer())
        .pipeInput(
            new TestRecord<>(
                record.key(), record.value(), Instant.ofEpochMilli(record.timestampMillis())));
    collect();
    return () -> position;
  }

  @Override
  public List<Incoming> poll(Duration atMost) {
    if (written.isEmpty()) {
      Duration step = atMost.compareTo(STEP) < 0 ? atMost : STEP;
      clock.advance(step);
      driver.advanceWallClockTime(step);
      collect();
    }
    List<Incoming> polled = List.copyOf(written);
    written.clear();
    return polled;
  }

  private void collect() {
    for (String topic : topics.read()) {
      if (driver.producedTopicNames().contains(topic)) {
        driver
            .createOutputTopic(topic, new ByteArrayDeserializer(), new ByteArrayDeserializer())
            .readRecordsToList()
            .forEach(record -> written(topic, record.key(), record.value()));
      }
    }
  }

  private void written(String topic, byte[] key, byte[] value) {
    int partition = key == null ? 0 : Partitions.of(key, partitions(topic));
    written.add(new Incoming(topic, partition, next(topic), key, value));
  }

  private long next(String topic) {
    return offsets.merge(topic, 1L, Long::sum) - 1;
  }

  @Override
  public void close() {
    driver.close();
  }
}
