package dev.darkstore.protocol.participant;

import dev.darkstore.protocol.BranchCommand;
import dev.darkstore.protocol.BranchEvent;
import dev.darkstore.protocol.HeldUnit;
import dev.darkstore.protocol.Reason;
import dev.darkstore.protocol.Refusal;
import dev.darkstore.protocol.participant.Resource.Holding;
import dev.darkstore.protocol.participant.Resource.Taking;
import dev.darkstore.protocol.participant.SupplyDecision.ReservationChange;
import java.util.List;

/**
 * Decides the reply of a participant: a command may arrive late, twice or out of order, and its
 * reply stays equal. Shared by all participants; only the resource differs.
 *
 * <p>The timer is compared when a command is applied, independently of {@link #expire}: a late
 * punctuator may keep a resource held for longer, but never lets a late Commit through.
 *
 * <p>Pure: equal arguments give an equal decision, and a call changes nothing.
 *
 * @param <C> change of one unit of the resource
 */
public final class Participant<C> implements ParticipantDecisions<C> {
  private final Resource<C> resource;

  /** Creates a participant that owns this resource. */
  public Participant(Resource<C> resource) {
    this.resource = resource;
  }

  @Override
  public ParticipantDecision<C> decide(Reservation state, BranchCommand command, long nowMillis) {
    if (command instanceof BranchCommand.Reserve reserve) {
      return reserve(state, reserve, nowMillis);
    }
    if (command instanceof BranchCommand.Commit) {
      return commit(state, nowMillis);
    }
    if (command instanceof BranchCommand.Release) {
      return release(state, nowMillis);
    }
    if (command instanceof BranchCommand.Settle) {
      return settle(state, nowMillis);
    }
    throw new IllegalStateException("unhandled command " + command);
  }

  @Override
  public ParticipantDecision<C> expire(Reservation state, long nowMillis) {
    if (!state.isDue(nowMillis)) {
      return ParticipantDecision.unchanged(state);
    }
    Holding<C> back = resource.release(state, nowMillis);
    Reservation expired = state.expired(Reason.RESERVATION_EXPIRED, Reservation.RAN_OUT);
    return new ParticipantDecision<>(
        expired, List.of(expiredEvent(expired, back.units())), back.changes());
  }

  @Override
  public ParticipantDecision<C> changedBySupply(ReservationChange change, long nowMillis) {
    Reservation state = change.reservation();
    if (state.status() != ReservationStatus.RESERVED) {
      throw new IllegalStateException("supply changes only what is held, not " + state);
    }
    if (change instanceof ReservationChange.Replaced replaced) {
      // The timer is not prolonged: the coordinator counts from its own Reserve.
      Reservation next = state.reserved(replaced.holding(), state.expiresAtMillis());
      return new ParticipantDecision<>(next, List.of(reservedEvent(next, nowMillis)), List.of());
    }
    if (change instanceof ReservationChange.Lost lost) {
      Reservation next = state.expired(lost.reason(), lost.detail());
      return new ParticipantDecision<>(
          next, List.of(expiredEvent(next, lost.givenBack())), List.of());
    }
    throw new IllegalStateException("unhandled change " + change);
  }

  private ParticipantDecision<C> reserve(
      Reservation state, BranchCommand.Reserve reserve, long nowMillis) {
    if (state.isDue(nowMillis)) {
      return expire(state, nowMillis);
    }
    return switch (state.status()) {
      case UNKNOWN -> take(state, reserve, nowMillis);
      // Known: repeat the reply; the timer is not prolonged.
      case RESERVED, ASSIGNED, SETTLED ->
          ParticipantDecision.unchanged(state, reservedEvent(state, nowMillis));
      case REFUSED ->
          ParticipantDecision.unchanged(
              state, new BranchEvent.ReservationRefused(state.refusal().orElseThrow()));
      // The first reply was Reserved, which would not be true now.
      case EXPIRED -> ParticipantDecision.unchanged(state, expiredEvent(state, List.of()));
      // The fence: the order was given up, perhaps before this Reserve arrived.
      case RELEASED ->
          ParticipantDecision.unchanged(
              state,
              new BranchEvent.ReservationRefused(
                  Refusal.of(Reason.ALREADY_RELEASED, "the order was given up already")));
    };
  }

  private ParticipantDecision<C> take(
      Reservation state, BranchCommand.Reserve reserve, long nowMillis) {
    if (reserve.outdated()) {
      // Remembered: by a clock that is put right, the request may not be outdated when read again.
      return refuse(
          state, Refusal.of(Reason.TOO_LATE, "the request is older than outcomes are remembered"));
    }
    Taking<C> taking = resource.reserve(state, reserve.order(), nowMillis);
    if (taking instanceof Taking.Refused<C> refused) {
      return refuse(state, refused.refusal());
    }
    if (taking instanceof Taking.Taken<C> taken) {
      Reservation reserved =
          state.reserved(taken.holding().units(), Math.addExact(nowMillis, reserve.holdMillis()));
      return new ParticipantDecision<>(
          reserved, List.of(reservedEvent(reserved, nowMillis)), taken.holding().changes());
    }
    throw new IllegalStateException("unhandled taking " + taking);
  }

  private ParticipantDecision<C> refuse(Reservation state, Refusal refusal) {
    return new ParticipantDecision<>(
        state.refused(refusal), List.of(new BranchEvent.ReservationRefused(refusal)), List.of());
  }

  private ParticipantDecision<C> commit(Reservation state, long nowMillis) {
    if (state.isDue(nowMillis)) {
      return expire(state, nowMillis)
          .alsoReplying(failed(Refusal.of(Reason.RESERVATION_EXPIRED, Reservation.RAN_OUT)));
    }
    return switch (state.status()) {
      case RESERVED -> {
        Holding<C> made = resource.commit(state, nowMillis);
        Reservation assigned = state.assigned(made.units());
        yield new ParticipantDecision<>(
            assigned, List.of(new BranchEvent.Assigned(made.units())), made.changes());
      }
      case ASSIGNED, SETTLED ->
          ParticipantDecision.unchanged(state, new BranchEvent.Assigned(state.holding()));
      case EXPIRED, REFUSED ->
          ParticipantDecision.unchanged(state, failed(state.refusal().orElseThrow()));
      case RELEASED ->
          ParticipantDecision.unchanged(
              state, failed(Refusal.of(Reason.ALREADY_RELEASED, "the order was given up already")));
      case UNKNOWN ->
          ParticipantDecision.unchanged(
              state, failed(Refusal.of(Reason.NOT_RESERVED, "nothing is reserved for this order")));
    };
  }

  private ParticipantDecision<C> release(Reservation state, long nowMillis) {
    if (state.status().isOpen()) {
      Holding<C> back = resource.release(state, nowMillis);
      return new ParticipantDecision<>(
          state.released(), List.of(new BranchEvent.Released(back.units())), back.changes());
    }
    BranchEvent nothingToGiveBack = new BranchEvent.Released(List.of());
    // Unknown: remembered, so that a later Reserve is refused.
    return state.status() == ReservationStatus.UNKNOWN
        ? new ParticipantDecision<>(state.released(), List.of(nothingToGiveBack), List.of())
        : ParticipantDecision.unchanged(state, nothingToGiveBack);
  }

  /** Settle follows from PLACED, which follows from Assigned: in any other state it is a stray. */
  private ParticipantDecision<C> settle(Reservation state, long nowMillis) {
    if (state.status() != ReservationStatus.ASSIGNED) {
      return ParticipantDecision.unchanged(state);
    }
    Holding<C> kept = resource.settle(state, nowMillis);
    return new ParticipantDecision<>(state.settled(kept.units()), List.of(), kept.changes());
  }

  private static BranchEvent failed(Refusal refusal) {
    return new BranchEvent.AssignmentFailed(refusal, false);
  }

  private static BranchEvent reservedEvent(Reservation state, long nowMillis) {
    return new BranchEvent.Reserved(
        state.holding(), state.expiresAtMillis(), Math.max(0, state.expiresAtMillis() - nowMillis));
  }

  private static BranchEvent expiredEvent(Reservation state, List<HeldUnit> givenBack) {
    return new BranchEvent.ReservationExpired(
        state.refusal().orElseThrow().reason(), givenBack, state.expiresAtMillis());
  }
}
