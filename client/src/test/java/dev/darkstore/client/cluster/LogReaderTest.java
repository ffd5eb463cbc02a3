package dev.darkstore.client.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkstore.schemas.Installation;
import dev.darkstore.schemas.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class LogReaderTest {
  private static final TopicPartition ONE = new TopicPartition("orders", 0);
  private static final TopicPartition OTHER = new TopicPartition("orders", 1);

  private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
  private final LogReader reader = new LogReader(consumer, "here:9092");
  private final List<Long> read = new ArrayList<>();

  LogReaderTest() {
    consumer.updateBeginningOffsets(Map.of(ONE, 0L, OTHER, 0L));
    consumer.updateEndOffsets(Map.of(ONE, 3L, OTHER, 2L));
    reader.assign(List.of(ONE, OTHER));
  }

  @Test
  void readsInTheOrderOfTimeWhicheverPartitionAnswersFirst() {
    consumer.schedulePollTask(() -> add(ONE, 10, 30, 40, 60));
    consumer.schedulePollTask(() -> add(OTHER, 20, 50));

    reader.readToEnd(record -> read.add(record.timestamp()));

    assertThat(read).containsExactly(10L, 20L, 30L, 40L, 50L);
    assertThat(reader.positions()).isEqualTo(Map.of(ONE, 3L, OTHER, 2L));
  }

  @Test
  void readsOnlyWhatItIsToldTo() {
    consumer.schedulePollTask(() -> add(ONE, 10, 30));
    consumer.schedulePollTask(() -> add(OTHER, 20));

    reader.readTo(Map.of(OTHER, 1L), record -> read.add(record.timestamp()));

    assertThat(read).containsExactly(20L);
    assertThat(consumer.paused()).isEmpty();
  }

  @Test
  void doesNotReadOnWhereManyBytesWait() {
    List<TopicPartition> held = new ArrayList<>();
    consumer.schedulePollTask(() -> List.of(0, 1, 2).forEach(n -> add(ONE, n, 10 + n, 100 * 1024)));
    consumer.schedulePollTask(
        () -> {
          held.addAll(consumer.paused());
          add(OTHER, 20, 50);
        });

    reader.readToEnd(record -> read.add(record.timestamp()));

    assertThat(held).containsExactly(ONE);
    assertThat(read).containsExactly(10L, 11L, 12L, 20L, 50L);
  }

  @Test
  @DisplayName("A reader that follows a quiet log fails if the brokers are gone, and goes on later")
  void asksTheBrokersWhileTheLogIsQuiet() {
    assertThat(reader.follow(Duration.ofSeconds(4))).isEmpty();
    consumer.setOffsetsException(new TimeoutException("away"));
    assertThatThrownBy(() -> reader.follow(Duration.ofSeconds(4)))
        .isInstanceOf(UnusableException.class)
        .hasMessage("no broker at here:9092 answered within 10 s");

    consumer.setOffsetsException(null);
    consumer.schedulePollTask(() -> add(ONE, 10));
    assertThat(reader.follow(Duration.ofSeconds(4))).hasSize(1);
    assertThat(reader.follow(Duration.ofSeconds(4))).isEmpty();
  }

  @Test
  @DisplayName(
      "A reader of an installation reads its topics, and delivers their names in the table")
  void deliversNamesOfTheTable() {
    TopicPartition east = new TopicPartition("east.orders", 0);
    MockConsumer<byte[], byte[]> prefixed = new MockConsumer<>("earliest");
    prefixed.updateBeginningOffsets(Map.of(east, 0L));
    prefixed.updateEndOffsets(Map.of(east, 2L));
    LogReader ofEast = new LogReader(prefixed, "here:9092", new Installation("east."));
    List<String> topics = new ArrayList<>();

    assertThat(ofEast.partition(Topic.ORDERS, "o-1", 1)).isEqualTo(east);
    ofEast.assign(List.of(east));
    prefixed.schedulePollTask(() -> add(prefixed, east, 0, 10, 0));
    prefixed.schedulePollTask(() -> add(prefixed, east, 1, 20, 0));
    ofEast.readToEnd(record -> topics.add(record.topic() + "@" + record.offset()));
    prefixed.schedulePollTask(() -> add(prefixed, east, 2, 30, 0));
    ofEast.poll(Duration.ofSeconds(1)).forEach(record -> topics.add(record.topic()));

    assertThat(topics).containsExactly("orders@0", "orders@1", "orders");
  }

  private void add(TopicPartition partition, long... times) {
    for (int offset = 0; offset < times.length; offset++) {
      add(partition, offset, times[offset], 0);
    }
  }

  private void add(TopicPartition partition, int offset, long atMillis, int bytes) {
    add(consumer, partition, offset, atMillis, bytes);
  }

  private static void add(
      MockConsumer<byte[], byte[]> to,
      TopicPartition partition,
      int offset,
      long atMillis,
      int bytes) {
    to.addRecord(
        new ConsumerRecord<>(
            partition.topic(),
            partition.partition(),
            offset,
            atMillis,
            TimestampType.CREATE_TIME,
            0,
            bytes,
            new byte[0],
            new byte[bytes],
            new RecordHeaders(),
            Optional.empty()));
  }
}
