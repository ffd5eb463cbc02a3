package dev.darkstore.command.demo;

import dev.darkstore.command.Terminal;
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
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** Tells one order's story, event by event. */
final class Timeline {
  /**
   * The order in which the protocol lets things happen. Events that become visible together, such
   * as those of one Kafka transaction, are shown in this order.
   */
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

  private static final Comparator<SeenEvent> AS_IT_HAPPENED =
      Comparator.comparingLong(SeenEvent::seenNanos)
          .thenComparingInt(event -> COURSE.indexOf(event.body().getClass()))
          .thenComparing(SeenEvent::topic);

  private final Terminal terminal;

  Timeline(Terminal terminal) {
    this.terminal = terminal;
  }

  /** Writes the story of this order. */
  void show(OrderHistory history) {
    terminal.line("%s, event by event:", terminal.bold(history.order().getOrderId()));
    terminal.line();
    terminal.line(terminal.dim("      ms  topic                   event"));
    for (SeenEvent event : history.events().stream().sorted(AS_IT_HAPPENED).toList()) {
      terminal.line(
          "%8d  %-22s  %s",
          Math.max(0, (event.seenNanos() - history.sentNanos()) / 1_000_000),
          event.topic().topicName(),
          described(event));
    }
  }

  private String described(SeenEvent event) {
    String padded = "%-18s".formatted(event.name());
    String name =
        event.body() instanceof OrderPlaced
            ? terminal.green(padded)
            : event.body() instanceof OrderRejected ? terminal.yellow(padded) : padded;
    return (name + "  " + detail(event.body())).stripTrailing();
  }

  private static String detail(Object body) {
    if (body instanceof PlaceOrder place) {
      return "%s from %s to %s"
          .formatted(lines(place.getLines()), place.getStoreId(), place.getZoneId());
    } else if (body instanceof Reserve reserve) {
      return "hold for %d s".formatted(reserve.getHoldMillis() / 1_000);
    } else if (body instanceof Reserved reserved) {
      return held(reserved.getHolding());
    } else if (body instanceof ReservationRefused refused) {
      return refused.getRefusal().getDetail();
    } else if (body instanceof ReservationExpired expired) {
      return expired.getReason().name();
    } else if (body instanceof Commit commit) {
      return attempt(commit.getAttempt());
    } else if (body instanceof Release release) {
      return attempt(release.getAttempt());
    } else if (body instanceof Assigned assigned) {
      return held(assigned.getHolding());
    } else if (body instanceof AssignmentFailed failed) {
      return failed.getRefusal().getDetail();
    } else if (body instanceof Released released) {
      return held(released.getHolding());
    } else if (body instanceof OrderRejected rejected) {
      return rejected.getRefusal().getReason() + ": " + rejected.getRefusal().getDetail();
    } else {
      return "";
    }
  }

  private static String attempt(int attempt) {
    return attempt == 1 ? "" : "attempt " + attempt;
  }

  private static String lines(List<OrderLine> lines) {
    return lines.stream()
        .map(line -> line.getQuantity() + " × " + line.getSku())
        .collect(Collectors.joining(", "));
  }

  private static String held(List<HeldUnit> holding) {
    return holding.stream().map(HeldUnit::getUnit).collect(Collectors.joining(", "));
  }
}
