package dev.darkstore.runtime.participant;

import dev.darkstore.protocol.participant.Reservation;
import dev.darkstore.protocol.participant.ReservationStatus;
import dev.darkstore.runtime.state.ClosedStore;
import dev.darkstore.runtime.state.DeadlineIndex;
import dev.darkstore.runtime.state.OpenStore;
import dev.darkstore.runtime.state.StateSerde;
import dev.darkstore.runtime.state.Traced;
import dev.darkstore.runtime.wire.CommonMapping;
import dev.darkstore.schemas.TraceParent;
import dev.darkstore.state.ReservationState;
import dev.darkstore.state.ReservationStatusState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.WindowStore;

/**
 * The reservations of one task: RESERVED ones in the open store with their timers in the deadline
 * index, all others in the closed store.
 */
final class ReservationStore implements OpenReservations {
  /** No id contains it. */
  private static final char SEPARATOR = '/';

  private static final StateSerde<ReservationState, Traced<Reservation>> SERDE =
      new StateSerde<>(
          ReservationState.class, ReservationStore::toState, ReservationStore::fromState);

  private final OpenStore<Traced<Reservation>> open;
  private final ClosedStore<Traced<Reservation>> closed;
  private final DeadlineIndex deadlines = new DeadlineIndex();

  /**
   * The reservations of a task.
   *
   * @param found is run for every open one
   */
  ReservationStore(
      KeyValueStore<String, byte[]> open,
      WindowStore<String, byte[]> closed,
      long retentionMillis,
      Runnable found) {
    this.open =
        OpenStore.knowingKeys(
            open,
            SERDE,
            (key, entry) -> {
              deadlines.schedule(key, entry.value().expiresAtMillis());
              found.run();
            });
    this.closed = new ClosedStore<>(closed, SERDE, retentionMillis);
  }

  Reservation get(String branchKey, String orderId, long nowMillis) {
    String key = key(branchKey, orderId);
    return open.get(key)
        .or(() -> closed.get(key, nowMillis))
        .map(Traced::value)
        .orElseGet(() -> Reservation.unknown(branchKey, orderId));
  }

  /** Keeps what became of a reservation; the timer follows. */
  void replace(Reservation before, Reservation after, Optional<TraceParent> trace, long nowMillis) {
    String key = key(after.key(), after.orderId());
    boolean wasOpen = before.status() == ReservationStatus.RESERVED;
    if (wasOpen) {
      deadlines.cancel(key, before.expiresAtMillis());
    }
    if (after.status() == ReservationStatus.RESERVED) {
      open.put(key, new Traced<>(after, trace));
      deadlines.schedule(key, after.expiresAtMillis());
      return;
    }
    Traced<Reservation> outcome = new Traced<>(after, Optional.empty());
    if (wasOpen) {
      open.delete(key);
    }
    if (wasOpen || before.status() == ReservationStatus.UNKNOWN) {
      closed.add(key, outcome, nowMillis);
    } else {
      closed.replace(key, outcome, nowMillis);
    }
  }

  /** The timers of the open reservations. */
  DeadlineIndex deadlines() {
    return deadlines;
  }

  /** Takes up to {@code max} reservations whose timer has run out off the index. */
  List<Traced<Reservation>> takeDue(long nowMillis, int max) {
    List<Traced<Reservation>> due = new ArrayList<>();
    for (String key : deadlines.takeDue(nowMillis, max)) {
      open.get(key).ifPresent(due::add);
    }
    return due;
  }

  /** The trace of an order while its reservation is RESERVED. */
  Optional<TraceParent> traceOf(Reservation reservation) {
    return open.get(key(reservation.key(), reservation.orderId())).flatMap(Traced::trace);
  }

  @Override
  public Optional<Reservation> of(String branchKey, String orderId) {
    return open.get(key(branchKey, orderId)).map(Traced::value);
  }

  @Override
  public List<Reservation> holding(String branchKey, String unit) {
    List<Reservation> holders = new ArrayList<>();
    open.scan(
        branchKey + SEPARATOR,
        (key, entry) -> {
          Reservation reservation = entry.value();
          if (reservation.holding().stream().anyMatch(held -> held.unit().equals(unit))) {
            holders.add(reservation);
          }
          return true;
        });
    return holders;
  }

  private static String key(String branchKey, String orderId) {
    return branchKey + SEPARATOR + orderId;
  }

  private static ReservationState toState(Traced<Reservation> entry) {
    Reservation reservation = entry.value();
    return new ReservationState(
        ReservationStatusState.valueOf(reservation.status().name()),
        CommonMapping.wireHolding(reservation.holding()),
        reservation.expiresAtMillis(),
        reservation.refusal().map(CommonMapping::wireRefusal).orElse(null),
        entry.trace().map(TraceParent::value).orElse(null));
  }

  private static Traced<Reservation> fromState(String key, ReservationState state) {
    int separator = key.indexOf(SEPARATOR);
    return new Traced<>(
        new Reservation(
            key.substring(0, separator),
            key.substring(separator + 1),
            ReservationStatus.valueOf(state.getStatus().name()),
            CommonMapping.holding(state.getHolding()),
            state.getExpiresAt(),
            Optional.ofNullable(state.getRefusal()).map(CommonMapping::refusal)),
        TraceParent.parse(state.getTraceparent()));
  }
}
