package dev.darkstore.runtime.participant;

import dev.darkstore.protocol.participant.Reservation;
import dev.darkstore.protocol.participant.ReservationStatus;
import dev.darkstore.runtime.state.ClosedStore;
import dev.darkstore.runtime.state.OpenStore;
import dev.darkstore.runtime.state.StateSerde;
import dev.darkstore.runtime.state.TaskMark;
import dev.darkstore.runtime.state.Traced;
import dev.darkstore.runtime.timers.DeadlineIndex;
import dev.darkstore.runtime.wire.CommonMapping;
import dev.darkstore.schemas.TraceParent;
import dev.darkstore.state.ReservationState;
import dev.darkstore.state.ReservationStatusState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.WindowStore;

/**
 * Reservations of one task: those that may still be committed or released in the open store, the
 * RESERVED ones with their timers in the deadline index; all others in the closed store.
 */
final class ReservationStore implements OpenReservations {
  /** Separator, which no id contains. */
  private static final char SEPARATOR = '/';

  private static final StateSerde<ReservationState, Traced<Reservation>> SERDE =
      new StateSerde<>(
          ReservationState.class, ReservationStore::toState, ReservationStore::fromState);

  private final OpenStore<Traced<Reservation>> open;
  private final ClosedStore<Traced<Reservation>> closed;
  private final DeadlineIndex deadlines = new DeadlineIndex();

  /**
   * Opens the reservations of a task.
   *
   * @param found consumer of every open one
   */
  ReservationStore(
      KeyValueStore<String, byte[]> open,
      WindowStore<String, byte[]> closed,
      TaskMark mark,
      Consumer<Reservation> found) {
    this.open =
        OpenStore.knowingKeys(
            open,
            SERDE,
            (key, entry) -> {
              if (hasTimer(entry.value())) {
                deadlines.schedule(key, entry.value().expiresAtMillis());
              }
              found.accept(entry.value());
            });
    this.closed = new ClosedStore<>(closed, mark, SERDE);
  }

  Reservation get(String branchKey, String orderId, long transactionId) {
    String key = key(branchKey, orderId, transactionId);
    return open.get(key)
        .or(() -> closed.get(key))
        .map(Traced::value)
        .orElseGet(() -> Reservation.unknown(branchKey, orderId, transactionId));
  }

  /** Stores the new state of a reservation and updates its timer. */
  void replace(Reservation before, Reservation after, Optional<TraceParent> trace, long nowMillis) {
    String key = key(after);
    if (hasTimer(before)) {
      deadlines.cancel(key, before.expiresAtMillis());
    }
    if (hasTimer(after)) {
      deadlines.schedule(key, after.expiresAtMillis());
    }
    if (after.status().isOpen()) {
      open.put(key, new Traced<>(after, trace));
      return;
    }
    closed.put(key, new Traced<>(after, Optional.empty()), nowMillis);
    if (before.status().isOpen()) {
      open.delete(key);
    }
  }

  private static boolean hasTimer(Reservation reservation) {
    return reservation.status() == ReservationStatus.RESERVED;
  }

  /** Writes the changes since the last commit; to be called before each commit. */
  void handOver() {
    open.handOver();
  }

  /** Returns the timers of the open reservations. */
  DeadlineIndex deadlines() {
    return deadlines;
  }

  /**
   * Removes up to {@code max} reservations with an expired timer from the index and returns them.
   */
  List<Traced<Reservation>> takeDue(long nowMillis, int max) {
    List<Traced<Reservation>> due = new ArrayList<>();
    for (String key : deadlines.takeDue(nowMillis, max)) {
      open.get(key).ifPresent(due::add);
    }
    return due;
  }

  /** Returns the trace of an order while its reservation is open. */
  Optional<TraceParent> traceOf(Reservation reservation) {
    return open.get(key(reservation)).flatMap(Traced::trace);
  }

  @Override
  public Optional<Reservation> of(String branchKey, String orderId, long transactionId) {
    return open.get(key(branchKey, orderId, transactionId)).map(Traced::value);
  }

  @Override
  public List<Reservation> holding(String branchKey, String unit) {
    List<Reservation> holders = new ArrayList<>();
    open.scan(
        branchKey + SEPARATOR,
        (key, entry) -> {
          Reservation reservation = entry.value();
          if (hasTimer(reservation)
              && reservation.holding().stream().anyMatch(held -> held.unit().equals(unit))) {
            holders.add(reservation);
          }
          return true;
        });
    return holders;
  }

  private static String key(Reservation reservation) {
    return key(reservation.key(), reservation.orderId(), reservation.transactionId());
  }

  private static String key(String branchKey, String orderId, long transactionId) {
    return branchKey + SEPARATOR + orderId + SEPARATOR + transactionId;
  }

  private static ReservationStatusState statusState(ReservationStatus status) {
    return status == ReservationStatus.SETTLED
        ? ReservationStatusState.ASSIGNED
        : ReservationStatusState.valueOf(status.name());
  }

  private static ReservationState toState(Traced<Reservation> entry) {
    Reservation reservation = entry.value();
    return new ReservationState(
        statusState(reservation.status()),
        CommonMapping.wireHolding(reservation.holding()),
        reservation.expiresAtMillis(),
        reservation.refusal().map(CommonMapping::wireRefusal).orElse(null),
        reservation.status() == ReservationStatus.SETTLED,
        entry.trace().map(TraceParent::value).orElse(null));
  }

  private static Traced<Reservation> fromState(String key, ReservationState state) {
    int first = key.indexOf(SEPARATOR);
    int second = key.indexOf(SEPARATOR, first + 1);
    return new Traced<>(
        new Reservation(
            key.substring(0, first),
            key.substring(first + 1, second),
            Long.parseLong(key.substring(second + 1)),
            state.getSettled()
                ? ReservationStatus.SETTLED
                : ReservationStatus.valueOf(state.getStatus().name()),
            CommonMapping.holding(state.getHolding()),
            state.getExpiresAt(),
            Optional.ofNullable(state.getRefusal()).map(CommonMapping::refusal)),
        TraceParent.parse(state.getTraceparent()));
  }
}
