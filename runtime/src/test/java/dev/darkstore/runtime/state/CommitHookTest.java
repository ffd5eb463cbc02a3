package dev.darkstore.runtime.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The hook before a commit")
class CommitHookTest {
  private final List<String> happened = new ArrayList<>();

  @Test
  @DisplayName("runs after the processed records, in their Kafka transaction, and not at closing")
  void runsBeforeEachCommit() {
    try (TopologyTestDriver driver =
        new TopologyTestDriver(topology(), new Properties(), Instant.EPOCH)) {
      // This driver commits after each record.
      var input = driver.createInputTopic("in", new StringSerializer(), new StringSerializer());
      input.pipeInput("a", "1");
      input.pipeInput("a", "2");

      assertThat(happened).containsExactly("processed 1", "commit", "processed 2", "commit");
      assertThat(
              driver
                  .createOutputTopic(
                      changelog(driver), new StringDeserializer(), new StringDeserializer())
                  .readValuesToList())
          .as("what the hook wrote")
          .hasSize(2);
      happened.clear();
    }
    assertThat(happened).isEmpty();
  }

  @Test
  @DisplayName("runs for the last commit too, which may follow the closing of the processors")
  void runsUntilTheStoresAreClosed() {
    CommitHook hook = CommitHook.builder().build();
    hook.beforeCommit(() -> happened.add("commit"));

    hook.flushCache();
    assertThat(happened).containsExactly("commit");
    hook.close();
    hook.flushCache();
    assertThat(happened).hasSize(1);
  }

  private static String changelog(TopologyTestDriver driver) {
    return driver.producedTopicNames().iterator().next();
  }

  private Topology topology() {
    Topology topology = new Topology();
    topology.addSource("source", new ByteArrayDeserializer(), new ByteArrayDeserializer(), "in");
    topology.addProcessor("processor", Kept::new, "source");
    topology.addStateStore(OpenStore.builder(StoreSuppliers.PERSISTENT, "kept"), "processor");
    topology.addStateStore(CommitHook.builder(), "processor");
    return topology;
  }

  /** Writes its store only in the hook. */
  private final class Kept extends ContextualProcessor<byte[], byte[], Void, Void> {
    private byte[] last = {};

    @Override
    public void init(ProcessorContext<Void, Void> context) {
      super.init(context);
      KeyValueStore<String, byte[]> store = context.getStateStore("kept");
      CommitHook hook = context.getStateStore(CommitHook.NAME);
      hook.beforeCommit(
          () -> {
            happened.add("commit");
            store.put("last", last);
          });
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
      last = record.value();
      happened.add("processed " + new String(last, java.nio.charset.StandardCharsets.UTF_8));
    }
  }
}
