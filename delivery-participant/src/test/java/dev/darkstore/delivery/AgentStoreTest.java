package dev.darkstore.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkstore.protocol.delivery.Agent;
import dev.darkstore.protocol.participant.Reservation;
import dev.darkstore.runtime.participant.OpenReservations;
import dev.darkstore.runtime.participant.TaskPort;
import dev.darkstore.runtime.settings.TopologySettings;
import dev.darkstore.runtime.state.StoreSuppliers;
import dev.darkstore.schemas.EventCodec;
import dev.darkstore.schemas.Installation;
import dev.darkstore.schemas.SchemaHistory;
import dev.darkstore.schemas.UnreadableRecordException;
import dev.darkstore.state.AgentState;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Collectors;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** State of builds that stored agents by zone only. */
class AgentStoreTest {
  private final TopologyTestDriver driver =
      new TopologyTestDriver(
          DeliveryTopology.build(
              new TopologySettings(
                  Duration.ofHours(1),
                  Duration.ofMillis(100),
                  10,
                  Installation.DEFAULT.topics().stream().collect(Collectors.toMap(t -> t, t -> 1)),
                  StoreSuppliers.PERSISTENT,
                  Clock.systemUTC())),
          new Properties());
  private final KeyValueStore<String, byte[]> units = driver.getKeyValueStore("units");
  private final List<String> sent = new ArrayList<>();

  @AfterEach
  void close() {
    driver.close();
  }

  @Test
  void anAgentWhoWasThereStaysAndIsClaimedOnce() {
    units.put("z-1/a-1", stateBefore(true, null));
    units.put("z-1/a-2", stateBefore(false, "o-1"));
    units.put("z-1/a-3", stateBefore(false, null));
    AgentStore store = store();

    assertThat(store.longestIdle("z-1")).map(Agent::agentId).contains("a-1");
    assertThat(store.hasToBegin()).isTrue();
    store.begin();

    assertThat(store.longestIdle("z-1")).map(Agent::agentId).contains("a-1");
    assertThat(sent).containsExactly("a-1: ClaimAgent z-1 a-1 7", "a-2: ClaimAgent z-1 a-2 7");
    store.handOver();
    assertThat(store().hasToBegin()).isFalse();
  }

  @Test
  void anAgentWhoWasThereYieldsToAnotherZoneOnceClaimed() {
    units.put("z-1/a-1", stateBefore(true, null));
    AgentStore store = store();
    store.begin();
    sent.clear();

    store
        .receive(new dev.darkstore.protocol.delivery.AgentMove.Recall("a-1", "z-1", 7), 0)
        .changes()
        .forEach(store::apply);

    assertThat(sent).containsExactly("a-1: YieldAgent z-1 a-1 7", "z-1: SupplyApplied");
    assertThat(store.longestIdle("z-1")).isEmpty();
  }

  private AgentStore store() {
    return new AgentStore(
        units,
        new OpenReservations() {
          @Override
          public Optional<Reservation> of(String branchKey, String orderId, long transactionId) {
            return Optional.empty();
          }

          @Override
          public List<Reservation> holding(String branchKey, String unit) {
            return List.of();
          }
        },
        new TaskPort() {
          @Override
          public KeyValueStore<String, byte[]> own() {
            return driver.getKeyValueStore(DirectoryStore.NAME);
          }

          @Override
          public long nowMillis() {
            return 0;
          }

          @Override
          public void send(String key, byte[] value, SpecificRecord body) {
            sent.add(key + ": " + text(value));
          }

          @Override
          public void announce(String branchKey, byte[] value, SpecificRecord body) {
            sent.add(branchKey + ": " + body.getSchema().getName());
          }
        });
  }

  private static String text(byte[] value) {
    try {
      dev.darkstore.events.AgentMove move = EventCodec.AGENT_MOVES.decode(value);
      return "%s %s %s %s"
          .formatted(
              ((SpecificRecord) move.getBody()).getSchema().getName(),
              move.getZoneId(),
              move.getAgentId(),
              move.getClaim());
    } catch (UnreadableRecordException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** Returns an entry in the second version of its schema, as written by the previous build. */
  private static byte[] stateBefore(boolean online, String orderId) {
    Schema before = SchemaHistory.of(AgentState.getClassSchema()).versions().get(1);
    GenericRecord agent =
        new GenericRecordBuilder(before)
            .set("online", online)
            .set("orderId", orderId)
            .set("idleSince", 1L)
            .set("change", 3L)
            .set("supplyOffset", 7L)
            .build();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(new byte[] {(byte) 0xC3, 1});
    bytes.writeBytes(
        ByteBuffer.allocate(Long.BYTES)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(SchemaNormalization.parsingFingerprint64(before))
            .array());
    BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
    try {
      new GenericDatumWriter<GenericRecord>(before).write(agent, encoder);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return bytes.toByteArray();
  }
}
