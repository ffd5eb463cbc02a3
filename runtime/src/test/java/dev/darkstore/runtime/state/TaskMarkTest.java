package dev.darkstore.runtime.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkstore.runtime.state.ClusterFacts.Mismatch;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The mark of a task")
class TaskMarkTest {
  private final TopologyTestDriver driver = driver();
  private final KeyValueStore<String, byte[]> open = driver.getKeyValueStore("open");
  private boolean hasOffsets;
  private String topicId = "id-1";
  private int partitionCount = 4;
  private Set<Mismatch> accepted = Set.of();

  private final ClusterFacts facts =
      new ClusterFacts() {
        @Override
        public boolean hasOffsets(int partition) {
          return hasOffsets;
        }

        @Override
        public Map<String, String> topicIds() {
          return Map.of("orders", topicId);
        }

        @Override
        public Map<String, Integer> partitionCounts() {
          return Map.of("orders", partitionCount);
        }

        @Override
        public boolean accepts(Mismatch mismatch) {
          return accepted.contains(mismatch);
        }
      };

  @AfterEach
  void close() {
    driver.close();
  }

  @Test
  @DisplayName("is not required of a task that never committed")
  void isNotMissedByANewTask() {
    assertThatCode(() -> TaskMark.verify(open, 3, facts)).doesNotThrowAnyException();
  }

  @Test
  @DisplayName("stops a task whose state is gone while its offsets are there")
  void stopsATaskWhoseStateIsGone() {
    hasOffsets = true;

    assertThatThrownBy(() -> TaskMark.verify(open, 3, facts))
        .isInstanceOf(StateMismatchException.class)
        .hasMessageContaining("partition 3")
        .hasMessageEndingWith("start once with darkstore.accept=lost-state");
  }

  @Test
  @DisplayName("stops a task whose offsets are gone while its state is there")
  void stopsATaskWhoseOffsetsAreGone() {
    TaskMark.ensure(open, facts, 1_000);

    assertThatThrownBy(() -> TaskMark.verify(open, 3, facts))
        .isInstanceOf(StateMismatchException.class)
        .hasMessageEndingWith("start once with darkstore.accept=lost-offsets");
    accepted = Set.of(Mismatch.LOST_OFFSETS);
    assertThatCode(() -> TaskMark.verify(open, 3, facts)).doesNotThrowAnyException();
  }

  @Test
  @DisplayName("stops a task one of whose topics was deleted and created again")
  void stopsATaskWhoseTopicIsAnother() {
    TaskMark.ensure(open, facts, 1_000);
    TaskMark mark = new TaskMark(open, 1);
    mark.suppliedUpTo(41);
    mark.handOver();
    hasOffsets = true;
    topicId = "id-2";

    assertThatThrownBy(() -> TaskMark.verify(open, 3, facts))
        .isInstanceOf(StateMismatchException.class)
        .hasMessageContaining("topic orders was deleted and created again");
    accepted = Set.of(Mismatch.NEW_TOPICS);
    TaskMark.verify(open, 3, facts);
    TaskMark.ensure(open, facts, 2_000);
    assertThat(new TaskMark(open, 1).supplyPosition()).isEqualTo(-1);
  }

  @Test
  @DisplayName("stops a task one of whose topics got more partitions, whatever is accepted")
  void stopsATaskWhoseKeysAreOnOtherPartitions() {
    TaskMark.ensure(open, facts, 1_000);
    hasOffsets = true;
    accepted = Set.of(Mismatch.values());
    TaskMark.verify(open, 3, facts);

    partitionCount = 6;

    assertThatThrownBy(() -> TaskMark.verify(open, 3, facts))
        .isInstanceOf(StateMismatchException.class)
        .hasMessageStartingWith(
            "topic orders has 6 partitions, and had 4 when the state was written");
  }

  @Test
  @DisplayName("of an earlier version has no partition counts, and gets them with the next record")
  void getsThePartitionCountsLater() {
    partitionCount = 0;
    TaskMark.ensure(open, facts, 1_000);
    hasOffsets = true;

    partitionCount = 4;
    TaskMark.verify(open, 3, facts);
    TaskMark.ensure(open, facts, 2_000);
    partitionCount = 6;

    assertThatThrownBy(() -> TaskMark.verify(open, 3, facts))
        .isInstanceOf(StateMismatchException.class);
  }

  @Test
  @DisplayName("keeps the epoch and the supply position over a restart")
  void keepsWhatItKnowsOverARestart() {
    TaskMark.ensure(open, facts, 1_000);
    TaskMark mark = new TaskMark(open, 500);
    mark.suppliedUpTo(41);
    assertThat(mark.epochFor(1_000)).isEqualTo(TaskMark.FIRST_EPOCH);
    assertThat(mark.epochFor(1_499)).isEqualTo(TaskMark.FIRST_EPOCH);
    assertThat(mark.epochFor(1_500)).isEqualTo(TaskMark.FIRST_EPOCH + 1);
    assertThat(mark.epochFor(1_700)).isEqualTo(TaskMark.FIRST_EPOCH + 1);
    mark.suppliedUpTo(42);
    mark.handOver();

    TaskMark.ensure(open, facts, 9_000);
    TaskMark again = new TaskMark(open, 500);
    assertThat(again.supplyPosition()).isEqualTo(42);
    // Only running time counts: 200 ms before the restart, 300 ms after it.
    assertThat(again.epochFor(9_000)).isEqualTo(TaskMark.FIRST_EPOCH + 1);
    assertThat(again.epochFor(9_299)).isEqualTo(TaskMark.FIRST_EPOCH + 1);
    assertThat(again.epochFor(9_300)).isEqualTo(TaskMark.FIRST_EPOCH + 2);
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
