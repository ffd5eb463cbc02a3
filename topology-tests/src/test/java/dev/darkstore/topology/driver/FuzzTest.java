package dev.darkstore.topology.driver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkstore.events.AgentOffline;
import dev.darkstore.events.AgentOnline;
import dev.darkstore.events.AgentUpdate;
import dev.darkstore.events.CancelOrder;
import dev.darkstore.events.DeliveryCompleted;
import dev.darkstore.events.OrderEvent;
import dev.darkstore.events.OrderLine;
import dev.darkstore.events.OrderPlaced;
import dev.darkstore.events.OrderRequest;
import dev.darkstore.events.PlaceOrder;
import dev.darkstore.events.StockReceived;
import dev.darkstore.events.StockUpdate;
import dev.darkstore.events.StockWrittenOff;
import dev.darkstore.protocol.coordinator.CoordinatorTiming;
import dev.darkstore.runtime.state.StoreSuppliers;
import dev.darkstore.schemas.DeadLetterHeaders;
import dev.darkstore.schemas.EventCodec;
import dev.darkstore.schemas.EventHeaders;
import dev.darkstore.schemas.EventJson;
import dev.darkstore.schemas.Mutations;
import dev.darkstore.schemas.Samples;
import dev.darkstore.schemas.Topic;
import dev.darkstore.schemas.UnreadableRecordException;
import dev.darkstore.topology.driver.Drivers.Written;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Fuzz test of the three services together, with mutated records among valid ones ({@code
 * -Dfuzz.records=1000000} for more of them): each becomes a dead letter or an event, and no service
 * stops. The heap is as small as in every other test, so that a memory leak shows.
 */
@DisplayName("Fuzz test of the three services")
class FuzzTest {
  private static final long SEED = Long.getLong("fuzz.seed", 20260214L);
  private static final int RECORDS = Integer.getInteger("fuzz.records", 10_000);
  private static final int RECORDS_PER_SECOND = 100;

  /** Short durations, so that closed orders are forgotten while the test runs. */
  private static final CoordinatorTiming TIMING =
      new CoordinatorTiming(20_000, 2_000, 3, 1_000, 1_000, 1_000, 5_000, 20_000, 60_000);

  private static final List<Samples.Sample<?>> BETWEEN_SERVICES =
      Samples.all()
          .filter(
              s ->
                  s.codec().equals(EventCodec.BRANCH_COMMANDS)
                      || s.codec().equals(EventCodec.BRANCH_EVENTS))
          .toList();

  private final Random random = new Random(SEED);
  private final Map<Topic, Integer> letters = new LinkedHashMap<>();
  private int number;
  private int events;

  private record Mutated(Topic topic, byte[] key, byte[] value, Headers headers) {}

  @Test
  @DisplayName("Every mutated record becomes a dead letter or an event, and no service stops")
  void everyRecordIsADeadLetterOrAnEventAndNoServiceStops() {
    try (Drivers services = new Drivers(1, TIMING, StoreSuppliers.IN_MEMORY)) {
      for (number = 0; number < RECORDS; number++) {
        Mutated record = next();
        try {
          services.send(
              record.topic(),
              new TestRecord<>(record.key(), record.value(), record.headers(), services.now()));
          check(record, services.drain());
          if (number % RECORDS_PER_SECOND == 0) {
            services.advance(Duration.ofSeconds(1));
            check(services.drain());
          }
        } catch (RuntimeException | Error e) {
          throw new AssertionError(
              "record %d, %s: %s; rerun with -Dtest=FuzzTest -Dfuzz.seed=%d -Dfuzz.records=%d"
                  .formatted(
                      number,
                      record.topic(),
                      record.value() == null
                          ? null
                          : new String(record.value(), StandardCharsets.UTF_8),
                      SEED,
                      number + 1),
              e);
        }
      }
      assertAnOrderIsPlaced(services);
    }
    System.out.printf(
        "seed %d, %,d records: %s dead letters, %,d events%n", SEED, RECORDS, letters, events);
    assertThat(letters)
        .containsOnlyKeys(
            Topic.ORDERS,
            Topic.STORE_COMMANDS,
            Topic.DELIVERY_COMMANDS,
            Topic.STORE_EVENTS,
            Topic.DELIVERY_EVENTS,
            Topic.STOCK_UPDATES,
            Topic.AGENT_UPDATES);
    assertThat(events).as("number of events").isGreaterThan(RECORDS / 10);
  }

  private void check(Mutated record, List<Written> written) {
    List<Written> dead =
        written.stream().filter(w -> w.topic().equals(Topic.DEAD_LETTERS)).toList();
    assertThat(dead).hasSizeLessThanOrEqualTo(1);
    if (!isReadable(record)) {
      assertThat(dead).hasSize(1);
    }
    for (Written letter : dead) {
      DeadLetterHeaders headers = DeadLetterHeaders.read(letter.record().headers()).orElseThrow();
      assertThat(headers.sourceTopic()).isEqualTo(record.topic().topicName());
      assertThat(letter.record().value()).isEqualTo(DeadLetterHeaders.bounded(record.value()));
      letters.merge(record.topic(), 1, Integer::sum);
    }
    check(written);
  }

  /** Checks that every record written by a service can be read, whatever its cause. */
  private void check(List<Written> written) {
    for (Written event : written) {
      if (!event.topic().equals(Topic.DEAD_LETTERS)) {
        assertThat(event.value()).isNotNull();
        events++;
      }
    }
  }

  private static boolean isReadable(Mutated record) {
    try {
      EventCodec.of(record.topic()).read(record.value());
      return true;
    } catch (UnreadableRecordException e) {
      return false;
    }
  }

  private Mutated next() {
    return switch (random.nextInt(8)) {
      case 0, 1, 2 -> mutated(Topic.ORDERS, EventCodec.ORDERS, order(), id(number));
      case 3 -> mutated(Topic.STOCK_UPDATES, EventCodec.STOCK_UPDATES, stock(), "s-1");
      case 4, 5 -> mutated(Topic.AGENT_UPDATES, EventCodec.AGENT_UPDATES, agent(), "z-1");
      default -> betweenServices();
    };
  }

  private OrderRequest order() {
    if (random.nextInt(10) == 0) {
      return new OrderRequest(id(number), new CancelOrder());
    }
    return new OrderRequest(
        id(number),
        new PlaceOrder(
            "c-1",
            "s-1",
            "z-1",
            List.of(
                new OrderLine("milk", 1 + random.nextInt(3)),
                new OrderLine("bread", 1 + random.nextInt(3))),
            Map.of()));
  }

  private StockUpdate stock() {
    List<OrderLine> lines = List.of(new OrderLine("milk", 20), new OrderLine("bread", 20));
    String updateId = random.nextBoolean() ? null : "u-" + random.nextInt(1_000);
    return new StockUpdate(
        "s-1",
        updateId,
        random.nextInt(4) == 0
            ? new StockWrittenOff(List.of(new OrderLine("milk", 1 + random.nextInt(50))))
            : new StockReceived(lines));
  }

  private AgentUpdate agent() {
    SpecificRecord body =
        switch (random.nextInt(6)) {
          case 0 -> new AgentOffline();
          case 1 -> new DeliveryCompleted(id(number - random.nextInt(20)));
          default -> new AgentOnline();
        };
    return new AgentUpdate("z-1", null, "a-" + random.nextInt(200), body);
  }

  /**
   * Returns a mutated sample of a record that only services write, of an order that may be in
   * flight.
   */
  private Mutated betweenServices() {
    Samples.Sample<?> sample = pick(BETWEEN_SERVICES);
    return mutated(sample);
  }

  private <T extends SpecificRecord> Mutated mutated(Samples.Sample<T> sample) {
    boolean isCommand = sample.codec().equals(EventCodec.BRANCH_COMMANDS);
    boolean isStore = random.nextBoolean();
    Topic topic =
        isCommand
            ? isStore ? Topic.STORE_COMMANDS : Topic.DELIVERY_COMMANDS
            : isStore ? Topic.STORE_EVENTS : Topic.DELIVERY_EVENTS;
    String orderId = id(number - random.nextInt(20));
    T record = sample.record();
    record.put(record.getSchema().getField("orderId").pos(), orderId);
    String branchKey = isStore ? "s-1" : "z-1";
    record.put(record.getSchema().getField("branchKey").pos(), branchKey);
    return mutated(topic, sample.codec(), record, isCommand ? branchKey : orderId);
  }

  private <T extends SpecificRecord> Mutated mutated(
      Topic topic, EventCodec<T> codec, T record, String key) {
    byte[] value;
    switch (random.nextInt(topic.isClientFacing() ? 6 : 4)) {
      case 0 -> value = codec.encode(record);
      case 1 -> value = encoded(codec, Mutations.ofFields(record, random));
      case 2 -> value = Mutations.ofBytes(codec.encode(record), random);
      case 3 ->
          value =
              random.nextInt(50) == 0 ? null : encoded(codec, Mutations.ofFields(record, random));
      case 4 -> value = Mutations.ofJson(json(record), random);
      default -> value = Mutations.ofBytes(json(record), random);
    }
    byte[] keyBytes = key.getBytes(StandardCharsets.UTF_8);
    if (random.nextInt(20) == 0) {
      keyBytes = random.nextBoolean() ? null : Mutations.ofBytes(keyBytes, random);
    }
    return new Mutated(topic, keyBytes, value, headers());
  }

  /**
   * Returns the encoded record, or only the first bytes of the encoding if the codec rejects it.
   */
  private static <T extends SpecificRecord> byte[] encoded(EventCodec<T> codec, T record) {
    try {
      return codec.encode(record);
    } catch (RuntimeException e) {
      // The record exceeds the codec's limit or lacks a required field.
      return new byte[] {(byte) 0xC3, 0x01};
    }
  }

  private static byte[] json(SpecificRecord record) {
    return EventJson.toJson(record).getBytes(StandardCharsets.UTF_8);
  }

  private Headers headers() {
    Headers headers = new RecordHeaders();
    if (random.nextInt(10) == 0) {
      byte[] value = new byte[random.nextInt(60)];
      random.nextBytes(value);
      headers.add(
          pick(
              List.of(
                  EventHeaders.FORWARDED_TIMESTAMP,
                  "traceparent",
                  EventHeaders.CE_ID,
                  DeadLetterHeaders.REASON,
                  "x\u0000\u202e")),
          random.nextInt(10) == 0 ? null : value);
    }
    return headers;
  }

  private void assertAnOrderIsPlaced(Drivers services) {
    String last = "o-last";
    services.send(
        Topic.STOCK_UPDATES,
        "s-last",
        EventJson.toJson(
            new StockUpdate("s-last", null, new StockReceived(List.of(new OrderLine("milk", 1))))));
    services.send(
        Topic.AGENT_UPDATES,
        "z-last",
        EventJson.toJson(new AgentUpdate("z-last", null, "a-last", new AgentOnline())));
    services.send(
        Topic.ORDERS,
        last,
        EventJson.toJson(
            new OrderRequest(
                last,
                new PlaceOrder(
                    "c-1", "s-last", "z-last", List.of(new OrderLine("milk", 1)), Map.of()))));

    assertThat(services.values(Topic.ORDER_EVENTS))
        .extracting(OrderEvent.class::cast)
        .anyMatch(e -> e.getOrderId().equals(last) && e.getBody() instanceof OrderPlaced);
  }

  private static String id(int number) {
    return "o-" + Math.max(0, number);
  }

  private <E> E pick(List<E> of) {
    return of.get(random.nextInt(of.size()));
  }
}
