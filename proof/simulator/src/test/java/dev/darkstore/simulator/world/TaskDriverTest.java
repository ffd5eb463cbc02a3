package dev.darkstore.simulator.world;

import static dev.darkstore.simulator.world.World.line;
import static dev.darkstore.simulator.world.World.order;
import static org.assertj.core.api.Assertions.assertThat;

import dev.darkstore.runtime.settings.TopologySettings;
import dev.darkstore.runtime.state.StoreSuppliers;
import dev.darkstore.schemas.EventHeaders;
import dev.darkstore.schemas.Installation;
import dev.darkstore.schemas.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.stream.Collectors;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Comparison of a task in a world with the task under Kafka's own driver, byte for byte. */
class TaskDriverTest {
  private static final WorldSettings SETTINGS = WorldSettings.DEFAULTS.withAhead(false);

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "PAYMENT")
  void writesWhatItWritesUnderKafkasDriver(ServiceKind service) {
    World world = new World(SETTINGS);
    Moves moves = new Moves(world, service);
    world.observe(moves);
    live(world, service);
    assertThat(moves.made).hasSizeGreaterThan(10);

    NodeClock clock = new NodeClock(SETTINGS.start()::toEpochMilli);
    try (TopologyTestDriver driver =
        new TopologyTestDriver(
            SETTINGS.topologies().build(service, SETTINGS.timing(), topologySettings(clock)),
            new Properties(),
            SETTINGS.start())) {
      for (Move move : moves.made) {
        while (clock.millis() < move.atMillis()) {
          clock.skew(clock.skewMillis() + SETTINGS.tick().toMillis());
          driver.advanceWallClockTime(SETTINGS.tick());
        }
        // Kafka's driver passes a service's output back to it if the service reads that topic.
        move.read().stream()
            .filter(record -> !record.topic().equals(Topic.AGENT_MOVES))
            .forEach(record -> pipe(driver, record));
      }
      for (Topic topic : Installation.DEFAULT.topics()) {
        assertThat(written(driver, topic))
            .as(topic.topicName())
            .isEqualTo(
                moves.written.stream()
                    .filter(record -> record.topic() == topic)
                    .map(r -> text(r.key(), r.value(), r.headers(), r.timestampMillis()))
                    .toList());
      }
    }
  }

  /** Runs orders of every kind: placed, refused, cancelled, expired, repeated, unreadable. */
  private static void live(World world, ServiceKind watched) {
    world.stock("s-1", "milk", 9);
    world.stock("s-1", "u-1", line("eggs", 3));
    world.stock("s-1", "u-1", line("eggs", 3));
    world.online("z-1", "a-1");
    world.settle();
    world.online("z-1", "a-2");
    world.run(Duration.ofSeconds(1));
    world.place(order("o-1", "s-1", "z-1", line("milk", 2), line("eggs", 1)));
    world.place(order("o-1", "s-1", "z-1", line("milk", 2), line("eggs", 1)));
    world.place(order("o-1", "s-1", "z-1", line("milk", 1)));
    world.place(order("o-2", "s-1", "z-1", line("milk", 200)));
    world.append(Topic.ORDERS, "o-3", new byte[] {1, 2, 3});
    world.run(Duration.ofSeconds(1));
    stop(world, ServiceKind.DELIVERY, watched);
    world.place(order("o-4", "s-1", "z-1", line("milk", 1)));
    world.place(order("o-5", "s-1", "z-1", line("milk", 1)));
    world.cancel("o-5");
    world.run(Duration.ofSeconds(20));
    world.start(ServiceKind.DELIVERY);
    world.writeOff("s-1", "milk", 1_000);
    world.writeOff("s-1", "milk", 1);
    world.delivered("z-1", "a-1", "o-1");
    world.offline("z-1", "a-2");
    world.place(order("o-6", "s-1", "z-1", line("milk", 1)));
    world.deliver(Topic.ORDERS);
    world.deliverAll(Topic.STORE_COMMANDS);
    stop(world, ServiceKind.COORDINATOR, watched);
    world.run(Duration.ofMinutes(3));
    world.start(ServiceKind.COORDINATOR);
    world.run(Duration.ofMinutes(3));
  }

  /** Stops a service, except the observed one: Kafka's driver cannot be restarted. */
  private static void stop(World world, ServiceKind service, ServiceKind watched) {
    if (service != watched) {
      world.stop(service);
    }
  }

  private record Move(long atMillis, List<LoggedRecord> read) {}

  private static final class Moves implements Observer {
    private final World world;
    private final ServiceKind service;
    private final List<Move> made = new ArrayList<>();
    private final List<LoggedRecord> written = new ArrayList<>();

    Moves(World world, ServiceKind service) {
      this.world = world;
      this.service = service;
    }

    @Override
    public void visible(LoggedRecord record) {}

    @Override
    public void committed(
        ServiceKind committing,
        int partition,
        List<LoggedRecord> read,
        List<LoggedRecord> output,
        List<Change> changes) {
      if (committing == service) {
        made.add(new Move(world.nowMillis(), List.copyOf(read)));
        written.addAll(output);
      }
    }
  }

  private static void pipe(TopologyTestDriver driver, LoggedRecord record) {
    driver
        .createInputTopic(
            record.topic().topicName(), new ByteArraySerializer(), new ByteArraySerializer())
        .pipeInput(
            new TestRecord<>(
                record.key(),
                record.value(),
                new RecordHeaders(record.headers()),
                Instant.ofEpochMilli(record.timestampMillis())));
  }

  private static List<String> written(TopologyTestDriver driver, Topic topic) {
    TestOutputTopic<byte[], byte[]> output =
        driver.createOutputTopic(
            topic.topicName(), new ByteArrayDeserializer(), new ByteArrayDeserializer());
    return output.isEmpty()
        ? List.of()
        : output.readRecordsToList().stream()
            .map(r -> text(r.key(), r.value(), r.headers(), r.timestamp()))
            .toList();
  }

  /**
   * Returns the record as text without event ids: they contain offsets, which the driver counts
   * differently.
   */
  private static String text(byte[] key, byte[] value, Headers headers, long timestampMillis) {
    return "%d %s %s %s"
        .formatted(
            timestampMillis,
            Arrays.toString(key),
            Arrays.toString(value),
            Arrays.stream(headers.toArray())
                .filter(header -> !header.key().equals(EventHeaders.CE_ID))
                .map(header -> header.key() + "=" + Arrays.toString(header.value()))
                .toList());
  }

  private static TopologySettings topologySettings(NodeClock clock) {
    return new TopologySettings(
        Duration.ofMillis(SETTINGS.timing().retentionMillis()),
        SETTINGS.tick(),
        SETTINGS.timersPerTick(),
        Installation.DEFAULT.topics().stream()
            .collect(Collectors.toMap(topic -> topic, topic -> 1)),
        StoreSuppliers.IN_MEMORY,
        clock);
  }
}
