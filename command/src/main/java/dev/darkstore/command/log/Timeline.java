package dev.darkstore.command.log;

import dev.darkstore.events.Assigned;
import dev.darkstore.events.AssignmentFailed;
import dev.darkstore.events.CancelOrder;
import dev.darkstore.events.CancelRefused;
import dev.darkstore.events.Commit;
import dev.darkstore.events.DeliverOrder;
import dev.darkstore.events.DeliveryCompleted;
import dev.darkstore.events.OrderPlaced;
import dev.darkstore.events.OrderReceived;
import dev.darkstore.events.OrderRejected;
import dev.darkstore.events.PickOrder;
import dev.darkstore.events.PlaceOrder;
import dev.darkstore.events.Release;
import dev.darkstore.events.Released;
import dev.darkstore.events.ReservationExpired;
import dev.darkstore.events.ReservationRefused;
import dev.darkstore.events.Reserve;
import dev.darkstore.events.Reserved;
import dev.darkstore.schemas.DeadLetterHeaders;
import dev.darkstore.schemas.Principal;
import dev.darkstore.schemas.ResendMark;
import dev.darkstore.schemas.Text;
import dev.darkstore.terminal.Terminal;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Tells one order's story, event by event. */
public final class Timeline {
  /** The order in which one decision's events are to be read. */
  private static final List<Class<?>> COURSE =
      List.of(
          PlaceOrder.class,
          CancelOrder.class,
          OrderReceived.class,
          Reserve.class,
          Reserved.class,
          ReservationRefused.class,
          Commit.class,
          Assigned.class,
          AssignmentFailed.class,
          ReservationExpired.class,
          OrderPlaced.class,
          OrderRejected.class,
          CancelRefused.class,
          DeadLetterHeaders.class,
          ResendMark.class,
          Release.class,
          Released.class,
          PickOrder.class,
          DeliverOrder.class,
          DeliveryCompleted.class);

  private final Terminal terminal;

  /** A timeline for this terminal. */
  public Timeline(Terminal terminal) {
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
                .thenComparingInt(event -> COURSE.indexOf(event.body().getClass()))
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
