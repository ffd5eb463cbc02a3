package dev.darkstore.client.letters;

import dev.darkstore.client.cluster.Cluster;
import dev.darkstore.client.cluster.LogReader;
import dev.darkstore.schemas.DeadLetterHeaders;
import dev.darkstore.schemas.ResendMark;
import dev.darkstore.schemas.Topic;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** Dead letters of a cluster, with the marks of those that were sent again. */
public final class DeadLetterBox {
  private static final Pattern ID = Pattern.compile("(\\d{1,9})-(\\d{1,18})");

  private DeadLetterBox() {}

  /** Returns true if the text has the form of a letter's id: partition and offset. */
  public static boolean isId(String text) {
    return ID.matcher(text).matches();
  }

  /** Returns all current committed letters, the oldest first. */
  public static List<Letter> read(Cluster cluster) throws InterruptedException {
    try (LogReader reader = open(cluster)) {
      reader.assign(Topic.DEAD_LETTERS);
      return letters(reader, record -> true);
    }
  }

  /**
   * Returns the committed letter with this id, if it exists. Reads its partition from the letter
   * on: a mark follows its letter.
   *
   * @throws IllegalArgumentException if the text is no {@link #isId id}
   */
  public static Optional<Letter> find(Cluster cluster, String id) throws InterruptedException {
    Matcher parts = ID.matcher(id);
    if (!parts.matches()) {
      throw new IllegalArgumentException(id + " is no letter id");
    }
    int partition = Integer.parseInt(parts.group(1));
    long offset = Long.parseLong(parts.group(2));
    TopicPartition source = new TopicPartition(Topic.DEAD_LETTERS.topicName(), partition);
    try (LogReader reader = open(cluster)) {
      if (partition >= reader.assign(Topic.DEAD_LETTERS).get(Topic.DEAD_LETTERS)) {
        return Optional.empty();
      }
      reader.assign(List.of(source));
      if (offset < reader.beginnings().get(source)) {
        return Optional.empty(); // Deleted by retention.
      }
      reader.seek(Map.of(source, offset));
      return letters(reader, record -> record.offset() == offset).stream().findFirst();
    }
  }

  private static LogReader open(Cluster cluster) {
    return new LogReader(cluster, "darkstore-dead-letters");
  }

  /** Returns the wanted letters between the reader's positions and the end. */
  private static List<Letter> letters(
      LogReader reader, Predicate<ConsumerRecord<byte[], byte[]>> wanted) {
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    Map<String, ResendMark> marks = new HashMap<>();
    reader.readToEnd(
        record -> {
          Optional<ResendMark> mark = ResendMark.read(record.headers());
          if (mark.isPresent()) {
            marks.put(mark.get().letterPartition() + "-" + mark.get().letterOffset(), mark.get());
          } else if (wanted.test(record)) {
            records.add(record);
          }
        });
    return records.stream()
        .map(
            record ->
                new Letter(
                    record,
                    DeadLetterHeaders.read(record.headers()),
                    Optional.ofNullable(marks.get(record.partition() + "-" + record.offset()))))
        .toList();
  }
}
