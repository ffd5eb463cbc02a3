package dev.darkstore.command.demo;

import dev.darkstore.events.Assigned;
import dev.darkstore.events.AssignmentFailed;
import dev.darkstore.events.Commit;
import dev.darkstore.events.DeliverOrder;
import dev.darkstore.events.DeliveryCompleted;
import dev.darkstore.events.HeldUnit;
import dev.darkstore.events.OrderLine;
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
import dev.darkstore.schemas.Principal;
import dev.darkstore.terminal.Terminal;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Tells one order's story, event by event. */
final class Timeline {
  private static final int UNITS_SHOWN_MAX = 2;

  /** The order in which one decision's events are to be read. */
  private static final List<Class<?>> COURSE =
      List.of(
          PlaceOrder.class,
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
          Release.class,
          Released.class,
          PickOrder.class,
          DeliverOrder.class,
          DeliveryCompleted.class);

  private final Terminal terminal;

  Timeline(Terminal terminal) {
    this.terminal = terminal;
  }

  /** A decision: what one writer wrote in one go. */
  private record Decision(Principal writer, long timestampMillis) {
    static Decision of(SeenEvent event) {
      return new Decision(event.topic().writer(), event.timestampMillis());
    }
  }

  /** Writes the story of this order. */
  void show(OrderHistory history) {
    PlaceOrder order = (PlaceOrder) history.order().getBody();
    terminal.line(
        "%s, event by event: %s from %s to %s",
        terminal.bold(history.order().getOrderId()),
        lines(order.getLines()),
        order.getStoreId(),
        order.getZoneId());
    terminal.line();
    terminal.line(terminal.dim("      ms  topic                   event"));
    Map<Decision, Long> seenNanos = firstSeenNanos(history);
    Comparator<SeenEvent> asItHappened =
        Comparator.<SeenEvent>comparingLong(event -> seenNanos.get(Decision.of(event)))
            .thenComparingInt(event -> COURSE.indexOf(event.body().getClass()))
            .thenComparing(SeenEvent::topic);
    for (SeenEvent event : history.events().stream().sorted(asItHappened).toList()) {
      long nanos = seenNanos.get(Decision.of(event)) - history.sentNanos();
      terminal.line(
          "%8d  %-22s  %s", nanos / 1_000_000, event.topic().topicName(), described(event));
    }
  }

  /**
   * When each decision became visible. Its records become visible together, but a reader may be
   * given those of one partition a moment before those of another. The order itself counts from
   * when it was sent.
   */
  private static Map<Decision, Long> firstSeenNanos(OrderHistory history) {
    Map<Decision, Long> first = new HashMap<>();
    for (SeenEvent event : history.events()) {
      long nanos = event.body() instanceof PlaceOrder ? history.sentNanos() : event.seenNanos();
      first.merge(Decision.of(event), nanos, Math::min);
    }
    return first;
  }

  private String described(SeenEvent event) {
    String detail = detail(event.body());
    String name = detail.isEmpty() ? event.name() : "%-19s".formatted(event.name());
    if (event.body() instanceof OrderPlaced) {
      name = terminal.green(name);
    } else if (event.body() instanceof OrderRejected) {
      name = terminal.yellow(name);
    }
    return name + detail;
  }

  private static String detail(Object body) {
    if (body instanceof Reserve reserve) {
      return "hold for %d s".formatted(reserve.getHoldMillis() / 1_000);
    } else if (body instanceof Reserved reserved) {
      return units(reserved.getHolding());
    } else if (body instanceof ReservationRefused refused) {
      return refused.getRefusal().getDetail();
    } else if (body instanceof ReservationExpired expired) {
      return expired.getReason().name();
    } else if (body instanceof Commit commit) {
      return attempt(commit.getAttempt());
    } else if (body instanceof Release release) {
      return attempt(release.getAttempt());
    } else if (body instanceof Assigned assigned) {
      return units(assigned.getHolding());
    } else if (body instanceof AssignmentFailed failed) {
      return failed.getRefusal().getDetail();
    } else if (body instanceof Released released) {
      return released.getHolding().isEmpty() ? "held nothing" : units(released.getHolding());
    } else if (body instanceof OrderRejected rejected) {
      return rejected.getRefusal().getReason().name();
    } else {
      return "";
    }
  }

  private static String attempt(int attempt) {
    return attempt == 1 ? "" : "attempt " + attempt;
  }

  private static String lines(List<OrderLine> lines) {
    return lines.stream()
        .map(line -> line.getQuantity() + " x " + line.getSku())
        .collect(Collectors.joining(", "));
  }

  private static String units(List<HeldUnit> holding) {
    String shown =
        holding.stream()
            .limit(UNITS_SHOWN_MAX)
            .map(HeldUnit::getUnit)
            .collect(Collectors.joining(", "));
    int more = holding.size() - UNITS_SHOWN_MAX;
    return more > 0 ? shown + " and " + more + " more" : shown;
  }
}
