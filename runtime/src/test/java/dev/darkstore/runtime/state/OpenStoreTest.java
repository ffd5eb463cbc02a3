package dev.darkstore.runtime.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkstore.state.AgentState;
import dev.darkstore.state.PresenceState;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OpenStoreTest {
  private final AtomicInteger decoded = new AtomicInteger();
  private final StateSerde<AgentState, String> serde =
      new StateSerde<>(
          AgentState.class,
          orderId -> new AgentState(true, orderId, 0L, false, 0L, 0L, 0L, PresenceState.HERE, 0L),
          (key, state) -> {
            decoded.incrementAndGet();
            return state.getOrderId();
          });
  private final TopologyTestDriver driver = driver();
  private final List<String> writes = new ArrayList<>();
  private final KeyValueStore<String, byte[]> store = noted(driver.getKeyValueStore("open"));
  private final OpenStore<String> open = new OpenStore<>(store, serde);

  @AfterEach
  void close() {
    driver.close();
  }

  @Test
  void whatIsNotThereIsEmpty() {
    assertThat(open.get("a-1")).isEmpty();
  }

  @Test
  void changesAreInTheStoreWhenTheyAreHandedOverEachOnceWithTheLastValue() {
    open.put("a-1", "o-1");
    open.put("a-1", "o-2");
    assertThat(store.get("a-1")).isNull();

    open.handOver();
    assertThat(new OpenStore<>(store, serde).get("a-1")).contains("o-2");
    assertThat(changelog()).containsExactly("a-1 is kept");

    open.delete("a-1");
    open.handOver();
    assertThat(new OpenStore<>(store, serde).get("a-1")).isEmpty();
    assertThat(changelog()).containsExactly("a-1 is gone");
    open.handOver();
    assertThat(changelog()).isEmpty();
  }

  @Test
  void whatComesAndGoesBetweenTwoCommitsLeavesNothing() {
    OpenStore<String> knowing = OpenStore.knowingKeys(store, serde, (key, value) -> {});

    knowing.put("a-1", "o-1");
    knowing.delete("a-1");
    knowing.handOver();

    assertThat(changelog()).isEmpty();
  }

  @Test
  void aScanSeesWhatWasNotHandedOverYet() {
    open.put("a-1", "o-1");
    List<String> found = new ArrayList<>();

    open.scan("a-", (key, value) -> found.add(value));

    assertThat(found).containsExactly("o-1");
  }

  @Test
  void whatWasChangedIsReadAsItIsNow() {
    open.put("a-1", "o-1");
    open.put("a-1", "o-2");
    assertThat(open.get("a-1")).contains("o-2");

    open.delete("a-1");
    assertThat(open.get("a-1")).isEmpty();
  }

  @Test
  void whatWasUsedLastIsNotDecodedAgain() {
    open.put("a-1", "o-1");
    open.handOver();
    OpenStore<String> another = new OpenStore<>(store, serde);

    another.get("a-1");
    another.get("a-1");

    assertThat(decoded).hasValue(1);
  }

  @Test
  void whatWasNotUsedForLongIsReadFromTheStore() {
    open.put("a-1", "o-1");
    for (int other = 0; other < OpenStore.RECENT_MAX; other++) {
      open.put("b-" + other, "o-other");
    }
    open.handOver();

    assertThat(open.get("a-1")).contains("o-1");
    assertThat(decoded).hasValue(1);
  }

  @Test
  void aViewThatKnowsTheKeysIsShownEveryEntry() {
    open.put("a-2", "o-2");
    open.put("a-1", "o-1");
    open.handOver();
    Map<String, String> found = new LinkedHashMap<>();

    OpenStore<String> knowing = OpenStore.knowingKeys(store, serde, found::put);

    assertThat(found).containsExactly(Map.entry("a-1", "o-1"), Map.entry("a-2", "o-2"));
    assertThat(knowing.get("a-1")).contains("o-1");
  }

  @Test
  void aViewThatKnowsTheKeysFollowsItsOwnChanges() {
    OpenStore<String> knowing = OpenStore.knowingKeys(store, serde, (key, value) -> {});

    knowing.put("a-1", "o-1");
    assertThat(knowing.get("a-1")).contains("o-1");

    knowing.delete("a-1");
    assertThat(knowing.get("a-1")).isEmpty();
    assertThat(open.get("a-1")).isEmpty();
  }

  @Test
  void whatIsKnownNotToBeThereIsNotLookedUp() {
    OpenStore<String> knowing = OpenStore.knowingKeys(store, serde, (key, value) -> {});

    open.put("a-1", "o-1"); // Bypasses the view, which no production code does.
    open.handOver();

    assertThat(knowing.get("a-1")).isEmpty();
  }

  private List<String> changelog() {
    List<String> since = List.copyOf(writes);
    writes.clear();
    return since;
  }

  /** Returns the store and records its writes, each of which is a changelog record. */
  @SuppressWarnings("unchecked")
  private KeyValueStore<String, byte[]> noted(KeyValueStore<String, byte[]> store) {
    return (KeyValueStore<String, byte[]>)
        Proxy.newProxyInstance(
            KeyValueStore.class.getClassLoader(),
            new Class<?>[] {KeyValueStore.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("put")) {
                writes.add(arguments[0] + (arguments[1] == null ? " is gone" : " is kept"));
              }
              return method.invoke(store, arguments);
            });
  }

  private static TopologyTestDriver driver() {
    StreamsBuilder builder = new StreamsBuilder();
    builder.addStateStore(OpenStore.builder(StoreSuppliers.PERSISTENT, "open"));
    builder.stream("in", Consumed.with(Serdes.String(), Serdes.String()))
        .process(
            () ->
                new ContextualProcessor<String, String, Void, Void>() {
                  @Override
                  public void process(Record<String, String> record) {
                    throw new IllegalStateException("nothing is sent here");
                  }
                },
            "open");
    return new TopologyTestDriver(builder.build(), new Properties());
  }
}
