package dev.darkstore.model;

import dev.darkstore.protocol.BranchCommand;
import dev.darkstore.protocol.BranchEvent;
import dev.darkstore.protocol.HeldUnit;
import dev.darkstore.protocol.Reason;
import dev.darkstore.protocol.Refusal;
import dev.darkstore.protocol.coordinator.BranchProgress;
import dev.darkstore.protocol.coordinator.CoordinatorTiming;
import dev.darkstore.protocol.coordinator.OrderState;
import dev.darkstore.protocol.coordinator.OrderState.Closed;
import dev.darkstore.protocol.coordinator.OrderState.Outcome;
import dev.darkstore.protocol.coordinator.OrderState.Transaction;
import dev.darkstore.protocol.coordinator.Phase;
import dev.darkstore.protocol.participant.Reservation;
import dev.darkstore.protocol.participant.ReservationStatus;
import java.util.List;

/**
 * Relevant differences between states.
 *
 * <h2>The abstraction</h2>
 *
 * Real states never repeat: clocks advance, changes and attempts are counted. Two states are equal
 * here if production can never decide differently in them:
 *
 * <ul>
 *   <li><b>Clocks.</b> Every order has its own coordinator's clock (as if it were alone on its
 *       partition), every participant has its own, and the clocks are independent: each may stand
 *       still, and each may jump ahead at any time to any moment that matters to its node. So every
 *       run under clocks of any speed is explored. Times are stored relative to the node's current
 *       time, and only as far as they are compared: for a participant's timers and the agents' idle
 *       times their order, for a deadline nothing, since its timer may fire at any time. The lease
 *       also matters: while reserving, if it still covers the commit budget; while committing, if
 *       it has ended. The clock passes that moment only if a reply is waiting that leads elsewhere
 *       afterwards, as the decisions themselves show: nothing else depends on it.
 *   <li><b>A reply that leaves less of the hold</b>, because Reserve was repeated or sent by an
 *       earlier run, only makes the lease run low sooner. The coordinator's clock may do that at
 *       any time, so the remaining time of a reply is ignored.
 *   <li><b>Numbers for readers of the log</b> (changes, supply offsets, attempts on the wire, times
 *       in events) decide nothing and are dropped. So are the detail of a refusal, and the holding
 *       of a branch for a rejected order.
 *   <li><b>Release is repeated without bound</b>, but the number of repeats only determines the
 *       pause, and clocks may jump over any pause: attempts to release are not distinguished
 *       (beyond {@link Bounds#releasesCounted}). A Release while an earlier one, or its reply, is
 *       still in flight is a repeat like one caused by a fault, and counts as one.
 * </ul>
 *
 * <h2>Messages sent ahead</h2>
 *
 * <ul>
 *   <li><b>A vote needs no queue and no bound.</b> The coordinator evaluates votes only while
 *       reserving, and by then Reserve is on its topic, so that a run of the participant may have
 *       read it and voted, even if that run was rolled back. So in that phase a vote of any branch
 *       may be read at any time. This covers the votes of committed runs: a vote comes before or
 *       after the facts of its branch, which are on another topic.
 *   <li><b>A request of a rolled-back run needs no queue either</b>: see {@link Phantoms}. Their
 *       number is bounded by {@link Bounds#phantoms}, since each is answered.
 *   <li><b>A request that is sent ahead may be lost, without bound</b>: its sender crashes before
 *       the broker has it. Therefore one queue also represents the two topics of a branch's
 *       commands: a request that is overtaken by a Release equals a request that is lost; if it
 *       still matters, because Release belonged to another order, it equals a request of a
 *       rolled-back run. A test compares this with two independent queues.
 * </ul>
 *
 * The abstraction itself is tested: random runs are executed twice, exactly and abstractly, and
 * after each step the exact state must map to the abstract one.
 */
enum Abstraction {
  /** Every difference counts: for printing a run. */
  EXACT,
  /** Only differences that can lead to different decisions count. */
  SITUATIONS;

  private static final Refusal SOME_REFUSAL = Refusal.of(Reason.OTHER, "");
  private static final long SOON_MILLIS = 1_000;
  private static final long TIMERS_APART_MILLIS = 10_000;

  /** Longer than any hold. */
  private static final long LONG_LEFT_MILLIS = 1_000_000_000;

  OrderSide of(OrderSide side, ModelWorld world) {
    if (this == EXACT) {
      return side;
    }
    return new OrderSide(stateOf(side.state(), side.nowMillis(), world), 0);
  }

  <C> Site<C> of(Site<C> site) {
    if (this == EXACT) {
      return site;
    }
    List<Long> timers =
        site.reservations().stream()
            .filter(reservation -> reservation.status() == ReservationStatus.RESERVED)
            .map(Reservation::expiresAtMillis)
            .distinct()
            .sorted()
            .toList();
    int past = (int) timers.stream().filter(timer -> timer <= site.nowMillis()).count();
    return new Site<>(
        site.inventory(),
        0,
        site.reservations().stream()
            .map(
                reservation ->
                    reservationOf(
                        reservation,
                        (timers.indexOf(reservation.expiresAtMillis()) - past + 1)
                            * TIMERS_APART_MILLIS))
            .toList(),
        site.inventory().normal(site),
        site.over(),
        site.done(),
        site.supplied());
  }

  BranchEvent of(BranchEvent event) {
    if (this == EXACT) {
      return event;
    }
    if (event instanceof BranchEvent.Reserved reserved) {
      return new BranchEvent.Reserved(unitsOf(reserved.holding()), 0, LONG_LEFT_MILLIS);
    }
    if (event instanceof BranchEvent.ReservationRefused) {
      return new BranchEvent.ReservationRefused(SOME_REFUSAL);
    }
    if (event instanceof BranchEvent.ReservationExpired) {
      return new BranchEvent.ReservationExpired(Reason.OTHER, List.of(), 0);
    }
    if (event instanceof BranchEvent.Assigned assigned) {
      return new BranchEvent.Assigned(unitsOf(assigned.holding()));
    }
    if (event instanceof BranchEvent.AssignmentFailed failed) {
      return new BranchEvent.AssignmentFailed(SOME_REFUSAL, failed.retryable());
    }
    if (event instanceof BranchEvent.Released) {
      return new BranchEvent.Released(List.of());
    }
    throw new IllegalStateException("unhandled event " + event);
  }

  BranchCommand of(BranchCommand command) {
    if (this == EXACT || command instanceof BranchCommand.Reserve) {
      return command;
    }
    if (command instanceof BranchCommand.Settle) {
      return command;
    }
    return command instanceof BranchCommand.Commit
        ? new BranchCommand.Commit(1)
        : new BranchCommand.Release(1);
  }

  private static OrderState stateOf(OrderState state, long nowMillis, ModelWorld world) {
    if (state instanceof Transaction transaction) {
      return transactionOf(transaction, nowMillis, world);
    }
    if (state instanceof Closed closed && closed.outcome() instanceof Outcome.Rejected) {
      return new Closed(closed.orderId(), closed.fingerprint(), new Outcome.Rejected(SOME_REFUSAL));
    }
    return state;
  }

  private static Transaction transactionOf(
      Transaction transaction, long nowMillis, ModelWorld world) {
    boolean releasing = transaction.phase() == Phase.RELEASING;
    Times times = timesOf(transaction, nowMillis, world.timing());
    return new Transaction(
        transaction.order(),
        transaction.transactionId(),
        transaction.phase(),
        transaction.branches().stream()
            .map(
                branch ->
                    new BranchProgress(
                        branch.branch(),
                        branch.status(),
                        releasing ? List.of() : unitsOf(branch.holding())))
            .toList(),
        times.reserveSentAtMillis,
        times.leaseEndsAtMillis,
        times.deadlineMillis,
        releasing
            ? Math.min(transaction.attempts(), world.bounds().releasesCounted())
            : transaction.attempts(),
        transaction.rejection().map(refusal -> SOME_REFUSAL));
  }

  /** Times of a transaction, relative to the current time. */
  private record Times(long reserveSentAtMillis, long leaseEndsAtMillis, long deadlineMillis) {}

  private static Times timesOf(Transaction transaction, long nowMillis, CoordinatorTiming timing) {
    long leftMillis = transaction.leaseEndsAtMillis() - nowMillis;
    return switch (transaction.phase()) {
      case RESERVING -> {
        long sentAtMillis =
            leftMillis < timing.commitBudgetMillis()
                ? timing.commitBudgetMillis() - timing.holdMillis() - 1
                : 0;
        yield new Times(
            sentAtMillis,
            sentAtMillis + timing.holdMillis(),
            sentAtMillis + timing.reserveTimeoutMillis());
      }
      case COMMITTING ->
          new Times(
              0,
              leftMillis < 0 ? -1 : LONG_LEFT_MILLIS,
              transaction.deadlineMillis() > nowMillis ? SOON_MILLIS : 0);
      case RELEASING -> new Times(0, LONG_LEFT_MILLIS, SOON_MILLIS);
      case PLACED, REJECTED -> throw new IllegalStateException("not in flight: " + transaction);
    };
  }

  private static Reservation reservationOf(Reservation reservation, long timerMillis) {
    return new Reservation(
        reservation.key(),
        reservation.orderId(),
        reservation.transactionId(),
        reservation.status(),
        unitsOf(reservation.holding()),
        reservation.status() == ReservationStatus.RESERVED ? timerMillis : 0,
        reservation.refusal().map(refusal -> SOME_REFUSAL));
  }

  private static List<HeldUnit> unitsOf(List<HeldUnit> holding) {
    return holding.stream()
        .map(held -> new HeldUnit(held.unit(), held.quantity(), 0, -1, 0))
        .toList();
  }
}
