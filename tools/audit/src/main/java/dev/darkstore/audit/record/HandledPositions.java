package dev.darkstore.audit.record;

import dev.darkstore.schemas.Partitions;
import dev.darkstore.schemas.Topic;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/**
 * Progress of the services on their input. A service processes the records of a partition in order:
 * an event about one implies that all before it were processed. So an input without events is lost
 * if a later one has events, and may otherwise still wait for a service that is down or lags.
 *
 * <p>A recent event proves nothing yet: events of the same Kafka transaction on other partitions
 * may not have been read. It must be as old as the grace time.
 */
public final class HandledPositions {
  private static final long NOTHING = -1;
  private static final long STEP_MILLIS = 1_000;

  private final long graceMillis;
  private final Map<Topic, Lane[]> lanes = new HashMap<>();
  private long newestMillis = Long.MIN_VALUE;

  /** Progress on one partition. */
  private static final class Lane {
    private final Deque<Step> young = new ArrayDeque<>(1);
    private long handled = NOTHING;
  }

  /** Last record processed within one second. */
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

  /** Notes an event that follows from this record. */
  public void handled(Position position, long atMillis) {
    Lane[] ofTopic = lanes.get(position.topic());
    if (ofTopic == null || position.partition() < 0 || position.partition() >= ofTopic.length) {
      return; // Not the position of a record.
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

  /** Notes an event that follows from the record with this offset and key. */
  public void handled(Topic topic, String key, long offset, long atMillis) {
    if (offset != NOTHING) {
      int partition = Partitions.of(key.getBytes(StandardCharsets.UTF_8), lanes.get(topic).length);
      handled(new Position(topic, partition, offset), atMillis);
    }
  }

  /** Returns true if the record must have been processed before this time. */
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
