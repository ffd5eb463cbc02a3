package dev.darkstore.topology.scenario;

import dev.darkstore.events.Assigned;
import dev.darkstore.events.AssignmentFailed;
import dev.darkstore.events.CancelRefused;
import dev.darkstore.events.Commit;
import dev.darkstore.events.HeldUnit;
import dev.darkstore.events.OrderRejected;
import dev.darkstore.events.Release;
import dev.darkstore.events.Released;
import dev.darkstore.events.ReservationExpired;
import dev.darkstore.events.ReservationRefused;
import dev.darkstore.events.Reserved;
import dev.darkstore.schemas.Topic;
import dev.darkstore.simulator.world.Event;
import dev.darkstore.simulator.world.World;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Events of an order as text, for comparison in scenarios: time, topic and kind of each. */
final class Story {
  private static final Set<Topic> VOTES = Set.of(Topic.STORE_VOTES, Topic.DELIVERY_VOTES);

  private Story() {}

  /**
   * Returns a line per event, with the time where it differs from that of the line before. Votes
   * are left out: Reserved repeats them.
   */
  static String of(World world, String orderId) {
    StringBuilder story = new StringBuilder();
    String before = "";
    for (Event event : world.events(orderId)) {
      if (VOTES.contains(event.topic())) {
        continue;
      }
      String time =
          seconds(event.record().visibleAtMillis() - world.settings().start().toEpochMilli());
      story.append(
          "%-10s %-23s %s%n"
              .formatted(
                  time.equals(before) ? "" : time,
                  event.topic().topicName(),
                  String.join(" ", event.kind(), more(event.body())).strip()));
      before = time;
    }
    return story.toString();
  }

  private static String seconds(long millis) {
    return millis % 1_000 == 0
        ? millis / 1_000 + " s"
        : "%d.%03d s".formatted(millis / 1_000, millis % 1_000);
  }

  private static String more(Object body) {
    if (body instanceof Commit commit) {
      return String.valueOf(commit.getAttempt());
    }
    if (body instanceof Release release) {
      return String.valueOf(release.getAttempt());
    }
    if (body instanceof Reserved reserved) {
      return units(reserved.getHolding());
    }
    if (body instanceof Assigned assigned) {
      return units(assigned.getHolding());
    }
    if (body instanceof Released released) {
      return units(released.getHolding());
    }
    if (body instanceof ReservationExpired expired) {
      return expired.getReason() + " " + units(expired.getHolding());
    }
    if (body instanceof ReservationRefused refused) {
      return refused.getRefusal().getReason().name();
    }
    if (body instanceof AssignmentFailed failed) {
      return failed.getRefusal().getReason().name();
    }
    if (body instanceof OrderRejected rejected) {
      return rejected.getRefusal().getReason().name();
    }
    if (body instanceof CancelRefused refused) {
      return refused.getRefusal().getReason().name();
    }
    return "";
  }

  private static String units(List<HeldUnit> holding) {
    return holding.isEmpty()
        ? "nothing"
        : holding.stream()
            .map(unit -> unit.getQuantity() + " " + unit.getUnit())
            .collect(Collectors.joining(", "));
  }
}
