package dev.darkstore.runtime.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkstore.state.SeenUpdateState;
import java.time.Duration;
import java.time.Instant;
import java.util.Properties;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.WindowStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Closed entries")
class ClosedStoreTest {
  private static final long RETENTION_MILLIS = Duration.ofHours(24).toMillis();
  private static final long START_MILLIS = Duration.ofDays(20_000).toMillis();
  private static final StateSerde<SeenUpdateState, String> SERDE =
      new StateSerde<>(
          SeenUpdateState.class,
          text -> new SeenUpdateState(text, 0L),
          (key, state) -> state.getFingerprint());

  private final TopologyTestDriver driver =
      new TopologyTestDriver(topology(), new Properties(), Instant.ofEpochMilli(START_MILLIS));
  private final KeyValueStore<String, byte[]> open = driver.getKeyValueStore("open");
  private final WindowStore<String, byte[]> windows = driver.getWindowStore("closed");
  private TaskMark mark;
  private ClosedStore<String> closed = started(RETENTION_MILLIS);

  private ClosedStore<String> started(long retentionMillis) {
    TaskMark.ensure(open, ClusterFacts.UNKNOWN, START_MILLIS);
    mark = new TaskMark(open, retentionMillis);
    return new ClosedStore<>(windows, mark, SERDE);
  }

  /** Writes the mark, as before every commit. */
  private void handOver() {
    mark.handOver();
  }

  @AfterEach
  void close() {
    driver.close();
  }

  private static long after(Duration duration) {
    return START_MILLIS + duration.toMillis();
  }

  @Test
  @DisplayName("are found for twice the retention, whatever else is closed")
  void areFoundForTwiceTheRetention() {
    closed.put("o-1", "placed", after(Duration.ofHours(23)));

    for (int hours = 24; hours < 23 + 48; hours++) {
      closed.put("o-other-" + hours, "placed", after(Duration.ofHours(hours)));
      assertThat(closed.get("o-1")).as(hours + " h after the start").contains("placed");
    }
  }

  @Test
  @DisplayName("are dropped from the store when three epochs have passed")
  void areDroppedWhenThreeEpochsHavePassed() {
    closed.put("o-1", "placed", START_MILLIS);
    for (int days = 1; days <= 4; days++) {
      closed.put("o-later", "placed", after(Duration.ofDays(days)));
    }

    assertThat(closed.get("o-1")).isEmpty();
    try (var left = windows.fetch("o-1", 0, Long.MAX_VALUE)) {
      assertThat(left).isExhausted();
    }
  }

  @Test
  @DisplayName("are replaced by later entries under the same key")
  void areReplacedByWhatIsClosedLater() {
    closed.put("o-1", "assigned", START_MILLIS);
    closed.put("o-1", "released", after(Duration.ofHours(30)));

    assertThat(closed.get("o-1")).contains("released");
  }

  @Test
  @DisplayName("outlive a change of the retention in both directions")
  void outliveAChangeOfTheRetention() {
    closed.put("o-1", "placed", START_MILLIS);

    closed = started(Duration.ofHours(48).toMillis());
    closed.put("o-2", "placed", after(Duration.ofHours(1)));
    assertThat(closed.get("o-1")).contains("placed");

    closed = started(Duration.ofHours(1).toMillis());
    closed.put("o-3", "placed", after(Duration.ofHours(2)));
    assertThat(closed.get("o-1")).contains("placed");
    assertThat(closed.get("o-2")).contains("placed");
  }

  @Test
  @DisplayName("outlive a clock that jumps ahead by days and back again")
  void outliveAClockThatJumpsAheadAndBack() {
    closed.put("o-1", "placed", START_MILLIS);

    closed.put("o-2", "placed", after(Duration.ofDays(5)));
    assertThat(closed.get("o-1")).contains("placed");

    closed.put("o-3", "placed", after(Duration.ofMinutes(1)));
    closed.put("o-4", "placed", after(Duration.ofHours(23)));
    for (String orderId : new String[] {"o-1", "o-2", "o-3", "o-4"}) {
      assertThat(closed.get(orderId)).as(orderId).contains("placed");
    }
  }

  @Test
  @DisplayName("outlive a clock that is ahead by days after every other restart")
  void outliveAClockThatIsAheadAgainAndAgain() {
    closed.put("o-1", "placed", START_MILLIS);

    for (int restart = 1; restart <= 10; restart++) {
      handOver();
      closed = started(RETENTION_MILLIS);
      closed.put("o-ahead-" + restart, "placed", after(Duration.ofDays(2)));
      handOver();
      closed = started(RETENTION_MILLIS);
      closed.put("o-right-" + restart, "placed", after(Duration.ofMinutes(restart)));
    }

    assertThat(closed.get("o-1")).contains("placed");
    assertThat(closed.get("o-ahead-1")).contains("placed");
  }

  @Test
  @DisplayName("are kept for the running time of the task, over restarts")
  void areKeptForTheRunningTime() {
    closed.put("o-1", "placed", START_MILLIS);
    for (int hours = 6; hours <= 4 * 24 + 6; hours += 6) {
      closed.put("o-before-" + hours, "placed", after(Duration.ofHours(hours)));
      handOver();
      closed = started(RETENTION_MILLIS);
      closed.put("o-after-" + hours, "placed", after(Duration.ofHours(hours)));
    }

    assertThat(closed.get("o-1")).isEmpty();
  }

  @Test
  @DisplayName("stop the service if the store has seen a later epoch and would drop them")
  void stopTheServiceIfTheStoreWouldDropThem() {
    windows.put("o-0", new byte[0], Duration.ofDays(10).toMillis());

    assertThatThrownBy(() -> closed.put("o-1", "placed", START_MILLIS))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("the store has seen a later epoch");
  }

  private static Topology topology() {
    Topology topology = new Topology();
    topology.addSource("in", new StringDeserializer(), new StringDeserializer(), "in");
    topology.addProcessor("none", Nothing::new, "in");
    topology.addStateStore(
        ClosedStore.builder(StoreSuppliers.PERSISTENT, "closed", RETENTION_MILLIS), "none");
    topology.addStateStore(OpenStore.builder(StoreSuppliers.PERSISTENT, "open"), "none");
    topology.addSink("out", "out", new StringSerializer(), new StringSerializer(), "none");
    return topology;
  }

  private static final class Nothing extends ContextualProcessor<String, String, String, String> {
    @Override
    public void process(Record<String, String> record) {
      context().forward(record);
    }
  }
}
