package dev.darkstore.runtime.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Properties;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.WindowStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ClosedStoreTest {
  private static final long RETENTION_MILLIS = Duration.ofHours(24).toMillis();
  private static final long KEPT_MILLIS = RETENTION_MILLIS + ClosedStore.CLOCKS_DIFFER_MILLIS;

  /** Half an hour before a window ends. */
  private static final long START_MILLIS = 20_000 * KEPT_MILLIS - Duration.ofMinutes(30).toMillis();

  private final TopologyTestDriver driver =
      new TopologyTestDriver(topology(), new Properties(), Instant.ofEpochMilli(START_MILLIS));
  private final ClosedStore<String> closed =
      new ClosedStore<>(
          driver.getWindowStore("closed"),
          text -> text.getBytes(StandardCharsets.UTF_8),
          (key, bytes) -> new String(bytes, StandardCharsets.UTF_8),
          RETENTION_MILLIS);

  @AfterEach
  void close() {
    driver.close();
  }

  @Test
  void remembersForTheWholeRetention() {
    closed.add("o-1", "placed", START_MILLIS);

    for (int hours = 0; hours <= 24; hours++) {
      long nowMillis = START_MILLIS + Duration.ofHours(hours).toMillis();
      closed.add("o-other-" + hours, "placed", nowMillis);
      assertThat(closed.get("o-1", nowMillis)).as(hours + " h later").contains("placed");
    }
  }

  @Test
  void forgetsAfterTheRetention() {
    closed.add("o-1", "placed", START_MILLIS);

    assertThat(closed.get("o-1", START_MILLIS + KEPT_MILLIS - 1)).contains("placed");
    assertThat(closed.get("o-1", START_MILLIS + KEPT_MILLIS)).isEmpty();
    assertThat(closed.get("o-1", START_MILLIS + 3 * KEPT_MILLIS)).isEmpty();
  }

  @Test
  void dropsOldWindowsFromTheStoreItself() {
    closed.add("o-1", "placed", START_MILLIS);
    for (int days = 1; days <= 5; days++) {
      closed.replace("o-later", "placed", START_MILLIS + days * RETENTION_MILLIS);
    }

    WindowStore<String, byte[]> store = driver.getWindowStore("closed");
    try (var left = store.fetch("o-1", 0, Long.MAX_VALUE)) {
      assertThat(left).isExhausted();
    }
  }

  @Test
  void answersWithWhatWasRememberedLast() {
    closed.add("o-1", "assigned", START_MILLIS);
    closed.replace("o-1", "released", START_MILLIS + Duration.ofHours(7).toMillis());

    assertThat(closed.get("o-1", START_MILLIS + Duration.ofHours(8).toMillis()))
        .isEqualTo(Optional.of("released"));
  }

  @Test
  void remembersWhatWasClosedByAClockThatWasAhead() {
    long aheadMillis = START_MILLIS + Duration.ofHours(1).toMillis();
    closed.add("o-1", "released", aheadMillis);

    assertThat(closed.get("o-1", START_MILLIS)).contains("released");
  }

  @Test
  void answersWithWhatWasRememberedLastThoughTheClockWentBack() {
    long aheadMillis = START_MILLIS + Duration.ofHours(1).toMillis();
    closed.add("o-1", "assigned", aheadMillis);
    closed.replace("o-1", "released", START_MILLIS);

    assertThat(closed.get("o-1", START_MILLIS)).contains("released");
    assertThat(closed.get("o-1", aheadMillis)).contains("released");
  }

  @Test
  void worksWithTheSmallestRetentionAndAtTheBeginningOfTime() {
    ClosedStore<String> small =
        new ClosedStore<>(
            driver.getWindowStore("closed"),
            text -> text.getBytes(StandardCharsets.UTF_8),
            (key, bytes) -> new String(bytes, StandardCharsets.UTF_8),
            1);

    assertThat(small.get("o-1", 0)).isEmpty();
  }

  private static Topology topology() {
    Topology topology = new Topology();
    topology.addSource("in", new StringDeserializer(), new StringDeserializer(), "in");
    topology.addProcessor("none", Nothing::new, "in");
    topology.addStateStore(
        ClosedStore.builder(StoreSuppliers.PERSISTENT, "closed", RETENTION_MILLIS), "none");
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
