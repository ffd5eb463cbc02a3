package dev.darkstore.audit.record;

import dev.darkstore.schemas.Partitions;
import dev.darkstore.schemas.Topic;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Map;

/**
 * How far the services have come on what they read. A service handles the records of a partition in
 * their order: whoever spoke of one has handled all before it. So what nobody spoke of is lost if
 * something after it was spoken of, and else may just be waiting, however long, for a service that
 * is down or behind.
 *
 * <p>What was said only now proves nothing yet: what was said together with it, on other
 * partitions, may not have been read. It has to be as old as the grace time.
 */
public final class HandledPositions {
  private static final long NOTHING = -1;
  private static final long STEP_MILLIS = 1_000;

  private final long graceMillis;
  private final Map<Topic, Lane[]> lanes = new EnumMap<>(Topic.class);
  private long newestMillis = Long.MIN_VALUE;

  /** One partition. */
  private static final class Lane {
    private final Deque<Step> young = new ArrayDeque<>(1);
    private long handled = NOTHING;
  }

  /** Last record that was handled within one second. */
  private record Step(long endMillis, long offset) {}

  public HandledPositions(Map<Topic, Integer> partitionCounts, long graceMillis) {
    this.graceMillis = graceMillis;
    partitionCounts.forEach(
        (topic, count) -> {
          Lane[] ofTopic = new Lane[count];
          for (int partition = 0; partition < count; partition++) {
            ofTopic[partition] = new Lane();
          }
          lanes.put(topic, ofTopic);
        });
  }

  /** At this time something was said that follows from this record. */
  public void handled(Position position, long atMillis) {
    Lane[] ofTopic = lanes.get(position.topic());
    if (position.partition() < 0 || position.partition() >= ofTopic.length) {
      return; // Somebody's words, not a record.
    }
    Lane lane = ofTopic[position.partition()];
    Step last = lane.young.peekLast();
    if (position.offset() <= (last == null ? lane.handled : last.offset())) {
      return;
    }
    long endMillis = Math.floorDiv(atMillis, STEP_MILLIS) * STEP_MILLIS + STEP_MILLIS;
    if (last != null && endMillis <= last.endMillis()) {
      lane.young.removeLast();
      endMillis = last.endMillis();
    }
    lane.young.addLast(new Step(endMillis, position.offset()));
    newestMillis = Math.max(newestMillis, atMillis);
    age(lane, newestMillis - graceMillis);
  }

  /**
   * At this time something was said that follows from the record at this offset, under this key.
   */
  public void handled(Topic topic, String key, long offset, long atMillis) {
    if (offset != NOTHING) {
      int partition = Partitions.of(key.getBytes(StandardCharsets.UTF_8), lanes.get(topic).length);
      handled(new Position(topic, partition, offset), atMillis);
    }
  }

  /** Returns true if the record must have been handled before this time. */
  public boolean isPast(Position position, long beforeMillis) {
    Lane lane = lanes.get(position.topic())[position.partition()];
    age(lane, beforeMillis);
    return position.offset() <= lane.handled;
  }

  private static void age(Lane lane, long beforeMillis) {
    while (!lane.young.isEmpty() && lane.young.peekFirst().endMillis() <= beforeMillis) {
      lane.handled = lane.young.removeFirst().offset();
    }
  }
}
