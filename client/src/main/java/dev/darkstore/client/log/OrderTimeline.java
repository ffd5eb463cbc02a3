package dev.darkstore.client.log;

import dev.darkstore.client.terminal.Terminal;
import dev.darkstore.events.PlaceOrder;
import dev.darkstore.schemas.Principal;
import dev.darkstore.schemas.Text;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Timeline of one order, event by event. */
public final class OrderTimeline {
  private final Terminal terminal;

  /** Creates a timeline for this terminal. */
  public OrderTimeline(Terminal terminal) {
    this.terminal = terminal;
  }

  /** Decision: the records that one writer wrote together. */
  private record Decision(Principal writer, long timestampMillis) {
    static Decision of(SeenEvent event) {
      return new Decision(event.topic().writer(), event.timestampMillis());
    }
  }

  /**
   * Writes the timeline of an order.
   *
   * @param events events of the order
   * @param startNanos beginning of the timeline, by the clock of the events
   */
  public void show(String orderId, Collection<SeenEvent> events, long startNanos) {
    terminal.line(terminal.bold(Text.escape(orderId)) + ", event by event" + asked(events));
    terminal.line();
    terminal.line(terminal.dim("      ms  topic                   event"));
    Map<Decision, Long> seenNanos = firstSeenNanos(events);
    for (SeenEvent event : inOrder(events, seenNanos)) {
      long nanos = seenNanos.get(Decision.of(event)) - startNanos;
      terminal.line(
          "%8d  %-22s  %s", nanos / 1_000_000, event.topic().topicName(), described(event));
    }
  }

  /** Returns the events in the order of the timeline. */
  public static List<SeenEvent> inOrder(Collection<SeenEvent> events) {
    return inOrder(events, firstSeenNanos(events));
  }

  private static List<SeenEvent> inOrder(
      Collection<SeenEvent> events, Map<Decision, Long> seenNanos) {
    return events.stream()
        .sorted(
            Comparator.<SeenEvent>comparingLong(event -> seenNanos.get(Decision.of(event)))
                .thenComparingInt(event -> Course.step(event.body()))
                .thenComparing(SeenEvent::topic))
        .toList();
  }

  private static String asked(Collection<SeenEvent> events) {
    return events.stream()
        .map(SeenEvent::body)
        .filter(PlaceOrder.class::isInstance)
        .map(PlaceOrder.class::cast)
        .findFirst()
        .map(
            order ->
                ": %s from %s to %s%s"
                    .formatted(
                        EventText.lines(order.getLines()),
                        Text.escape(order.getStoreId()),
                        Text.escape(order.getZoneId()),
                        EventText.further(EventText.attributes(order.getAttributes()))))
        .orElse("");
  }

  /**
   * Returns the time at which each decision became visible. Its records become visible together,
   * but a consumer may receive those of one partition slightly before those of another.
   */
  private static Map<Decision, Long> firstSeenNanos(Collection<SeenEvent> events) {
    Map<Decision, Long> first = new HashMap<>();
    for (SeenEvent event : events) {
      first.merge(Decision.of(event), event.seenNanos(), Math::min);
    }
    return first;
  }

  private String described(SeenEvent event) {
    String detail = EventText.detail(event.body());
    String name = detail.isEmpty() ? event.name() : "%-19s".formatted(event.name());
    return EventColour.of(event.body(), terminal).apply(name) + detail;
  }
}
