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
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Dead letters of a cluster, with the marks of those that were sent again. */
public final class DeadLetterBox {
  private DeadLetterBox() {}

  /** Returns all current committed letters, the oldest first. */
  public static List<Letter> read(Cluster cluster) throws InterruptedException {
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    Map<String, ResendMark> marks = new HashMap<>();
    try (LogReader reader = new LogReader(cluster, "darkstore-dead-letters")) {
      reader.assign(Topic.DEAD_LETTERS);
      reader.readToEnd(
          record ->
              ResendMark.read(record.headers())
                  .ifPresentOrElse(
                      mark -> marks.put(mark.letterPartition() + "-" + mark.letterOffset(), mark),
                      () -> records.add(record)));
    }
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
