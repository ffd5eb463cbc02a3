package dev.darkstore.local.demo;

import dev.darkstore.client.log.SeenEvent;
import dev.darkstore.events.DeliveryCompleted;
import dev.darkstore.events.OrderPlaced;
import dev.darkstore.events.OrderRejected;
import dev.darkstore.events.OrderRequest;
import dev.darkstore.events.PickOrder;
import dev.darkstore.events.PlaceOrder;
import dev.darkstore.events.Refusal;
import dev.darkstore.events.Released;
import dev.darkstore.events.ReservationRefused;
import dev.darkstore.events.Reserve;
import dev.darkstore.schemas.Topic;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Observed events of one order. */
final class OrderHistory {
  private final OrderRequest order;
  private final long sentNanos;
  private final List<SeenEvent> events = new ArrayList<>();
  private final Set<Topic> askedToReserve = new LinkedHashSet<>();
  private final Set<Topic> holdsNothing = new LinkedHashSet<>();
  private SeenEvent outcome;
  private boolean pickNotified;
  private boolean delivered;

  OrderHistory(OrderRequest order, long sentNanos) {
    this.order = order;
    this.sentNanos = sentNanos;
  }

  /** Notes an event of this order. */
  void add(SeenEvent event) {
    Object body = event.body();
    // The order itself counts from the time of sending.
    events.add(body instanceof PlaceOrder ? event.seenAt(sentNanos) : event);
    if (body instanceof OrderPlaced || body instanceof OrderRejected) {
      outcome = event;
    } else if (body instanceof Reserve) {
      askedToReserve.add(event.topic().branch().orElseThrow().topic(Topic.Role.EVENTS));
    } else if (body instanceof ReservationRefused || body instanceof Released) {
      holdsNothing.add(event.topic());
    } else if (body instanceof PickOrder) {
      pickNotified = true;
    } else if (body instanceof DeliveryCompleted) {
      delivered = true;
    }
  }

  /** Returns the request. */
  OrderRequest order() {
    return order;
  }

  /** Returns the time of sending. */
  long sentNanos() {
    return sentNanos;
  }

  /** Returns its events, in the sequence of their observation. */
  List<SeenEvent> events() {
    return List.copyOf(events);
  }

  /** Returns OrderPlaced or OrderRejected. */
  Optional<SeenEvent> outcome() {
    return Optional.ofNullable(outcome);
  }

  /** Returns true if it was placed. */
  boolean isPlaced() {
    return outcome != null && outcome.body() instanceof OrderPlaced;
  }

  /** Returns the reason of the rejection, if it was rejected. */
  Optional<Refusal> rejection() {
    return outcome != null && outcome.body() instanceof OrderRejected rejected
        ? Optional.of(rejected.getRefusal())
        : Optional.empty();
  }

  /**
   * Returns true if the order is completed: it is placed, picked and delivered, or it is rejected
   * and all its reservations are released.
   */
  boolean isQuiet() {
    return isPlaced()
        ? pickNotified && delivered
        : outcome != null && holdsNothing.containsAll(askedToReserve);
  }

  /** Returns the latency of the outcome, from sending the order to reading the outcome. */
  OptionalLong latencyNanos() {
    return outcome == null
        ? OptionalLong.empty()
        : OptionalLong.of(outcome.seenNanos() - sentNanos);
  }
}
