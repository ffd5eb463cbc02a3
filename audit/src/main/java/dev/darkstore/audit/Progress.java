package dev.darkstore.audit;

import dev.darkstore.schemas.Partitions;
import dev.darkstore.schemas.Topic;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

/**
 * How far the services have come on what they read. A service handles the records of a partition in
 * their order: whoever spoke of one has handled all before it. So what nobody spoke of is lost if
 * something after it was spoken of, and else may just be waiting, however long, for a service that
 * is down or behind.
 */
final class Progress {
  private static final long NOTHING = -1;

  private final Map<Topic, long[]> handled = new EnumMap<>(Topic.class);

  Progress(Map<Topic, Integer> partitionCounts) {
    partitionCounts.forEach(
        (topic, count) -> {
          long[] offsets = new long[count];
          Arrays.fill(offsets, NOTHING);
          handled.put(topic, offsets);
        });
  }

  /** Something was said that follows from this record. */
  void handled(Position position) {
    long[] offsets = handled.get(position.topic());
    if (position.partition() >= 0 && position.partition() < offsets.length) {
      offsets[position.partition()] = Math.max(offsets[position.partition()], position.offset());
    }
  }

  /** Something was said that follows from the record at this offset, under this key. */
  void handled(Topic topic, String key, long offset) {
    if (offset != NOTHING) {
      int count = handled.get(topic).length;
      int partition = Partitions.of(key.getBytes(StandardCharsets.UTF_8), count);
      handled(new Position(topic, partition, offset));
    }
  }

  /** Whether the record must have been handled. */
  boolean isPast(Position position) {
    return position.offset() <= handled.get(position.topic())[position.partition()];
  }
}
