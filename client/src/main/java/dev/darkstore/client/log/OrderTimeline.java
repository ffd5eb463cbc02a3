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

/** Tells one order's story, event by event. */
public final class OrderTimeline {
  private final Terminal terminal;

  /** A timeline for this terminal. */
  public OrderTimeline(Terminal terminal) {
    this.terminal = terminal;
  }

  /** A decision: what one writer wrote in one go. */
  private record Decision(Principal writer, long timestampMillis) {
    static Decision of(SeenEvent event) {
      return new Decision(event.topic().writer(), event.timestampMillis());
    }
  }

  /**
   * Writes the story of an order.
   *
   * @param events what was seen of it
   * @param startNanos when it began, by the clock by which the events were seen
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

  /** The events as they are to be told. */
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
                ": %s from %s to %s"
                    .formatted(
                        EventText.lines(order.getLines()),
                        Text.escape(order.getStoreId()),
                        Text.escape(order.getZoneId())))
        .orElse("");
  }

  /**
   * When each decision became visible. Its records become visible together, but a reader may be
   * given those of one partition a moment before those of another.
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
