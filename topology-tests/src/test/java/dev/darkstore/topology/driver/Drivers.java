package dev.darkstore.topology.driver;

import dev.darkstore.conformance.wire.VirtualClock;
import dev.darkstore.coordinator.CoordinatorTopology;
import dev.darkstore.delivery.DeliveryTopology;
import dev.darkstore.protocol.coordinator.CoordinatorTiming;
import dev.darkstore.runtime.settings.TopologySettings;
import dev.darkstore.runtime.state.StoreSuppliers;
import dev.darkstore.schemas.EventCodec;
import dev.darkstore.schemas.Installation;
import dev.darkstore.schemas.Topic;
import dev.darkstore.schemas.UnreadableRecordException;
import dev.darkstore.store.StoreTopology;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;

/**
 * The three services, each under its own TopologyTestDriver, connected with each other: every
 * record that one service writes is piped to the service that reads its topic.
 */
final class Drivers implements AutoCloseable {
  /** Record that a service wrote. */
  record Written(Topic topic, TestRecord<byte[], byte[]> record) {
    SpecificRecord value() {
      try {
        return EventCodec.of(topic).decode(record.value());
      } catch (UnreadableRecordException e) {
        throw new AssertionError("a service wrote an unreadable record", e);
      }
    }
  }

  private final VirtualClock clock = new VirtualClock();
  private final Map<Topic, TopologyTestDriver> readers = new LinkedHashMap<>();
  private final List<TopologyTestDriver> drivers = new ArrayList<>();
  private final List<Written> log = new ArrayList<>();

  /**
   * Starts the services with stores on disk; the topics that clients write have this many
   * partitions.
   */
  Drivers(int partitions) {
    this(partitions, CoordinatorTiming.DEFAULTS, StoreSuppliers.PERSISTENT);
  }

  /** Starts the services with durations and stores other than the defaults. */
  Drivers(int partitions, CoordinatorTiming timing, StoreSuppliers stores) {
    TopologySettings settings =
        new TopologySettings(
            Duration.ofMillis(timing.retentionMillis()),
            Duration.ofMillis(100),
            500,
            Map.of(
                Topic.ORDERS, partitions,
                Topic.STOCK_UPDATES, partitions,
                Topic.AGENT_UPDATES, partitions),
            stores,
            clock);
    start(
        CoordinatorTopology.build(timing, settings),
        Topic.ORDERS,
        Topic.STORE_EVENTS,
        Topic.DELIVERY_EVENTS);
    start(
        StoreTopology.build(settings),
        Topic.STORE_COMMANDS,
        Topic.STORE_RELEASES,
        Topic.STOCK_UPDATES);
    start(
        DeliveryTopology.build(settings),
        Topic.DELIVERY_COMMANDS,
        Topic.DELIVERY_RELEASES,
        Topic.AGENT_UPDATES);
  }

  private void start(Topology topology, Topic... reads) {
    TopologyTestDriver driver = new TopologyTestDriver(topology, new Properties(), clock.instant());
    drivers.add(driver);
    for (Topic topic : reads) {
      readers.put(topic, driver);
    }
  }

  /** Writes a record as a client does, and runs the services until they write nothing more. */
  void send(Topic topic, String key, String json) {
    send(
        topic,
        new TestRecord<>(
            key == null ? null : key.getBytes(StandardCharsets.UTF_8),
            json == null ? null : json.getBytes(StandardCharsets.UTF_8),
            clock.instant()));
  }

  void send(Topic topic, TestRecord<byte[], byte[]> record) {
    readers
        .get(topic)
        .createInputTopic(topic.topicName(), new ByteArraySerializer(), new ByteArraySerializer())
        .pipeInput(record);
    settle();
  }

  /**
   * Advances the clock of all services, which fires their timers, and runs them until they write
   * nothing more.
   */
  void advance(Duration duration) {
    clock.advance(duration);
    drivers.forEach(driver -> driver.advanceWallClockTime(duration));
    settle();
  }

  /** Returns the records that services have written to a topic since the last {@link #drain}. */
  List<Written> written(Topic topic) {
    return log.stream().filter(written -> written.topic() == topic).toList();
  }

  /** Returns the records that services have written since the last call, and forgets them. */
  List<Written> drain() {
    for (TopologyTestDriver driver : drivers) {
      for (String topic : driver.producedTopicNames()) {
        if (Topic.named(topic).isEmpty()) {
          // A changelog topic: the driver keeps its records until they are read.
          driver
              .createOutputTopic(topic, new ByteArrayDeserializer(), new ByteArrayDeserializer())
              .readRecordsToList();
        }
      }
    }
    List<Written> drained = List.copyOf(log);
    log.clear();
    return drained;
  }

  /** Returns the time on the services' clock. */
  Instant now() {
    return clock.instant();
  }

  /** Returns the values that services have written to a topic since the last drain, decoded. */
  List<SpecificRecord> values(Topic topic) {
    return written(topic).stream().map(Written::value).toList();
  }

  private void settle() {
    boolean moved = true;
    while (moved) {
      moved = false;
      for (TopologyTestDriver driver : drivers) {
        for (Topic topic : Installation.DEFAULT.topics()) {
          if (driver.producedTopicNames().contains(topic.topicName())) {
            moved |= forward(driver, topic);
          }
        }
      }
    }
  }

  private boolean forward(TopologyTestDriver driver, Topic topic) {
    // The driver itself pipes what its service writes to a client's topic.
    List<TestRecord<byte[], byte[]>> records =
        driver
            .createOutputTopic(
                topic.topicName(), new ByteArrayDeserializer(), new ByteArrayDeserializer())
            .readRecordsToList();
    for (TestRecord<byte[], byte[]> record : records) {
      log.add(new Written(topic, record));
      TopologyTestDriver reader = readers.get(topic);
      if (reader != null && !topic.isClientFacing()) {
        reader
            .createInputTopic(
                topic.topicName(), new ByteArraySerializer(), new ByteArraySerializer())
            .pipeInput(record);
      }
    }
    return !records.isEmpty();
  }

  @Override
  public void close() {
    drivers.forEach(TopologyTestDriver::close);
  }
}
