package dev.darkstore.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.darkstore.events.Assigned;
import dev.darkstore.events.BranchCommand;
import dev.darkstore.events.BranchEvent;
import dev.darkstore.events.BranchRelease;
import dev.darkstore.events.Commit;
import dev.darkstore.events.HeldUnit;
import dev.darkstore.events.OrderLine;
import dev.darkstore.events.Reason;
import dev.darkstore.events.Release;
import dev.darkstore.events.Released;
import dev.darkstore.events.ReservationExpired;
import dev.darkstore.events.ReservationRefused;
import dev.darkstore.events.Reserve;
import dev.darkstore.events.Reserved;
import dev.darkstore.events.SupplyApplied;
import dev.darkstore.runtime.settings.TopologySettings;
import dev.darkstore.runtime.state.StoreSuppliers;
import dev.darkstore.schemas.EventCodec;
import dev.darkstore.schemas.Installation;
import dev.darkstore.schemas.Topic;
import dev.darkstore.schemas.UnreadableRecordException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.TopologyTestDriver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Test of the store alone, from the records that it reads to the records that it writes. */
class StoreTopologyTest {
  private static final String STORE = "s-1";
  private static final long HOLD_MILLIS = 10_000;

  private final VirtualClock clock = new VirtualClock();
  private final TopologyTestDriver driver =
      new TopologyTestDriver(
          StoreTopology.build(
              new TopologySettings(
                  Duration.ofHours(1),
                  Duration.ofMillis(100),
                  10,
                  Installation.DEFAULT.topics().stream().collect(Collectors.toMap(t -> t, t -> 1)),
                  StoreSuppliers.PERSISTENT,
                  clock)),
          new Properties(),
          clock.now);

  @AfterEach
  void close() {
    driver.close();
  }

  /** Supply. */
  @Nested
  class Supply {
    @Test
    void isAnsweredWithTheBalanceThatItLeaves() throws UnreadableRecordException {
      supply(
          "{\"type\":\"StockReceived\",\"storeId\":\"s-1\",\"lines\":[{\"sku\":\"milk\","
              + "\"quantity\":3}]}");
      supply(
          "{\"type\":\"StockWrittenOff\",\"storeId\":\"s-1\",\"lines\":[{\"sku\":\"milk\","
              + "\"quantity\":1}]}");

      assertThat(written(Topic.STOCK_EVENTS, EventCodec.SUPPLY_EVENTS))
          .flatExtracting(event -> ((SupplyApplied) event.getBody()).getBalances())
          .extracting("unit", "available")
          .containsExactly(tuple("milk", 3L), tuple("milk", 2L));
    }

    @Test
    void thatBreaksTheContractIsADeadLetterAndTheNextIsBooked() throws UnreadableRecordException {
      supply(
          "{\"type\":\"StockReceived\",\"storeId\":\"s-1\",\"lines\":[{\"sku\":\"milk\","
              + "\"quantity\":0}]}");
      received("milk", 1);

      assertThat(
              driver
                  .createOutputTopic(
                      Topic.DEAD_LETTERS.topicName(),
                      new ByteArrayDeserializer(),
                      new ByteArrayDeserializer())
                  .readRecordsToList())
          .hasSize(1);
      assertThat(written(Topic.STOCK_EVENTS, EventCodec.SUPPLY_EVENTS)).hasSize(1);
    }
  }

  /** An order. */
  @Nested
  class AnOrder {
    @Test
    void isReservedAndAssigned() throws UnreadableRecordException {
      received("milk", 3);

      command("o-1", reserve("milk", 2));
      command("o-1", new Commit(1));

      List<Object> events = events();
      assertThat(events)
          .extracting(Object::getClass)
          .containsExactly(Reserved.class, Assigned.class);
      assertThat(((Reserved) events.get(0)).getHolding())
          .extracting(HeldUnit::getUnit, HeldUnit::getQuantity, HeldUnit::getAvailable)
          .containsExactly(tuple("milk", 2, 1L));
    }

    @Test
    void isRefusedWholeIfOneLineIsShort() throws UnreadableRecordException {
      received("milk", 3);
      received("bread", 1);

      command("o-1", reserve("milk", 3, "bread", 2));
      command("o-2", reserve("milk", 3));

      List<Object> events = events();
      assertThat(((ReservationRefused) events.get(0)).getRefusal().getReason())
          .isEqualTo(Reason.OUT_OF_STOCK);
      assertThat(events.get(1)).isInstanceOf(Reserved.class);
    }

    @Test
    void isRefusedByAStoreThatNeverReceivedAnything() throws UnreadableRecordException {
      command("o-1", reserve("milk", 1));

      assertThat(((ReservationRefused) events().get(0)).getRefusal().getReason())
          .isEqualTo(Reason.UNKNOWN_STORE);
    }

    @Test
    void thatIsReleasedGivesBackItsGoodsOnce() throws UnreadableRecordException {
      received("milk", 1);

      command("o-1", reserve("milk", 1));
      release("o-1");
      release("o-1");
      command("o-2", reserve("milk", 1));
      command("o-3", reserve("milk", 1));

      List<Object> events = events();
      assertThat(events)
          .extracting(Object::getClass)
          .containsExactly(
              Reserved.class,
              Released.class,
              Released.class,
              Reserved.class,
              ReservationRefused.class);
      assertThat(((Released) events.get(1)).getHolding()).hasSize(1);
      assertThat(((Released) events.get(2)).getHolding()).isEmpty();
    }

    @Test
    void expiresWhenItsHoldIsOverAndNotAMillisecondBefore() throws UnreadableRecordException {
      received("milk", 1);
      command("o-1", reserve("milk", 1));

      advance(HOLD_MILLIS - 1);
      assertThat(events()).hasOnlyElementsOfType(Reserved.class);

      advance(1_000);
      assertThat(events()).singleElement().isInstanceOf(ReservationExpired.class);
      command("o-2", reserve("milk", 1));
      assertThat(events()).singleElement().isInstanceOf(Reserved.class);
    }
  }

  private void received(String sku, int quantity) {
    supply(
        "{\"type\":\"StockReceived\",\"storeId\":\"s-1\",\"lines\":[{\"sku\":\"%s\",\"quantity\":%s}]}"
            .formatted(sku, quantity));
  }

  private void supply(String json) {
    pipe(Topic.STOCK_UPDATES, json.getBytes(StandardCharsets.UTF_8));
  }

  private static Reserve reserve(Object... skusAndQuantities) {
    List<OrderLine> lines = new ArrayList<>();
    for (int i = 0; i < skusAndQuantities.length; i += 2) {
      lines.add(new OrderLine((String) skusAndQuantities[i], (int) skusAndQuantities[i + 1]));
    }
    return new Reserve(HOLD_MILLIS, "c-1", STORE, "z-1", lines, Map.of());
  }

  private void command(String orderId, Object body) {
    pipe(
        Topic.STORE_COMMANDS,
        EventCodec.BRANCH_COMMANDS.encode(new BranchCommand(orderId, STORE, 7L, body)));
  }

  private void release(String orderId) {
    pipe(
        Topic.STORE_RELEASES,
        EventCodec.BRANCH_RELEASES.encode(new BranchRelease(orderId, STORE, 7L, new Release(1))));
  }

  private void pipe(Topic topic, byte[] value) {
    driver
        .createInputTopic(topic.topicName(), new ByteArraySerializer(), new ByteArraySerializer())
        .pipeInput(STORE.getBytes(StandardCharsets.UTF_8), value, clock.now);
  }

  private void advance(long millis) {
    clock.now = clock.now.plusMillis(millis);
    driver.advanceWallClockTime(Duration.ofMillis(millis));
  }

  private List<Object> events() throws UnreadableRecordException {
    return written(Topic.STORE_EVENTS, EventCodec.BRANCH_EVENTS).stream()
        .map(BranchEvent::getBody)
        .toList();
  }

  private <T extends SpecificRecord> List<T> written(Topic topic, EventCodec<T> codec)
      throws UnreadableRecordException {
    List<T> written = new ArrayList<>();
    for (byte[] value :
        driver
            .createOutputTopic(
                topic.topicName(), new ByteArrayDeserializer(), new ByteArrayDeserializer())
            .readValuesToList()) {
      written.add(codec.decode(value));
    }
    return written;
  }

  private static final class VirtualClock extends Clock {
    private Instant now = Instant.parse("2026-01-01T12:00:00Z");

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return Clock.fixed(now, zone);
    }

    @Override
    public Instant instant() {
      return now;
    }
  }
}
