package dev.darkstore.simulator.world;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Text of events, one per line, in the order of visibility. */
public final class WorldTimeline {
  private WorldTimeline() {}

  /**
   * Returns the events as text.
   *
   * @param start origin of the times
   */
  public static String of(List<Event> events, Instant start) {
    StringBuilder text = new StringBuilder();
    for (Event event : events) {
      LoggedRecord record = event.record();
      text.append(
          String.format(
              Locale.ROOT,
              "t=%8d ms  %-24s %-20s %s%s%n",
              record.visibleAtMillis() - start.toEpochMilli(),
              "%s-%d@%d".formatted(record.topic().topicName(), record.partition(), record.offset()),
              event.kind(),
              event.orderId().orElse("-"),
              Optional.ofNullable(event.body()).map(body -> "  " + body).orElse("")));
    }
    return text.toString();
  }
}
