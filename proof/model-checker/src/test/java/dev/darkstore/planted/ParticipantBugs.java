package dev.darkstore.planted;

import dev.darkstore.protocol.BranchCommand;
import dev.darkstore.protocol.BranchEvent;
import dev.darkstore.protocol.Order;
import dev.darkstore.protocol.OrderLine;
import dev.darkstore.protocol.delivery.Agent;
import dev.darkstore.protocol.delivery.Agents;
import dev.darkstore.protocol.delivery.AgentsView;
import dev.darkstore.protocol.participant.ParticipantDecision;
import dev.darkstore.protocol.participant.ParticipantDecisions;
import dev.darkstore.protocol.participant.Reservation;
import dev.darkstore.protocol.participant.ReservationStatus;
import dev.darkstore.protocol.participant.Resource;
import dev.darkstore.protocol.participant.Resource.Taking;
import dev.darkstore.protocol.participant.SupplyDecision.ReservationChange;
import dev.darkstore.protocol.store.SkuStock;
import dev.darkstore.protocol.store.Stock;
import dev.darkstore.protocol.store.StockView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Participants with one defect each. */
final class ParticipantBugs {
  private ParticipantBugs() {}

  /** Factory of defective decisions about a resource with any units. */
  @FunctionalInterface
  interface Spoiled {
    <C> ParticipantDecisions<C> over(Resource<C> resource);
  }

  static Decisions of(Spoiled spoiled) {
    return new Decisions() {
      @Override
      public ParticipantDecisions<SkuStock> store(StockView view) {
        return spoiled.over(new Stock(view));
      }

      @Override
      public ParticipantDecisions<Agent> delivery(AgentsView view) {
        return spoiled.over(new Agents(view));
      }
    };
  }

  /** Commit does not compare the timer. */
  static final class LeavesTheTimerToThePunctuator<C> extends SoundParticipant<C> {
    LeavesTheTimerToThePunctuator(Resource<C> resource) {
      super(resource);
    }

    @Override
    public ParticipantDecision<C> decide(Reservation state, BranchCommand command, long nowMillis) {
      return command instanceof BranchCommand.Commit && is(state, ReservationStatus.RESERVED)
          ? super.decide(state, command, Math.min(nowMillis, state.expiresAtMillis() - 1))
          : super.decide(state, command, nowMillis);
    }
  }

  /** Release does not undo an assignment. */
  static final class KeepsWhatIsAssigned<C> extends SoundParticipant<C> {
    KeepsWhatIsAssigned(Resource<C> resource) {
      super(resource);
    }

    @Override
    public ParticipantDecision<C> decide(Reservation state, BranchCommand command, long nowMillis) {
      return command instanceof BranchCommand.Release && is(state, ReservationStatus.ASSIGNED)
          ? saying(state, new BranchEvent.Released(List.of()))
          : super.decide(state, command, nowMillis);
    }
  }

  /** Participant whose fence is removed by the first Reserve that hits it. */
  static final class ForgetsTheFence<C> extends SoundParticipant<C> {
    ForgetsTheFence(Resource<C> resource) {
      super(resource);
    }

    @Override
    public ParticipantDecision<C> decide(Reservation state, BranchCommand command, long nowMillis) {
      ParticipantDecision<C> decision = super.decide(state, command, nowMillis);
      return command instanceof BranchCommand.Reserve && is(state, ReservationStatus.RELEASED)
          ? new ParticipantDecision<>(unknown(state), decision.events(), List.of())
          : decision;
    }
  }

  /** Reserve takes again, despite an earlier reservation. */
  static final class ReservesTwice<C> extends SoundParticipant<C> {
    ReservesTwice(Resource<C> resource) {
      super(resource);
    }

    @Override
    public ParticipantDecision<C> decide(Reservation state, BranchCommand command, long nowMillis) {
      if (!(command instanceof BranchCommand.Reserve)
          || !is(state, ReservationStatus.RESERVED)
          || nowMillis >= state.expiresAtMillis()) {
        return super.decide(state, command, nowMillis);
      }
      ParticipantDecision<C> again = super.decide(unknown(state), command, nowMillis);
      return again.next().holding().isEmpty()
          ? again
          : new ParticipantDecision<>(state, again.events(), again.changes());
    }
  }

  /** Reserve resets the timer. */
  static final class ProlongsTheHold<C> extends SoundParticipant<C> {
    ProlongsTheHold(Resource<C> resource) {
      super(resource);
    }

    @Override
    public ParticipantDecision<C> decide(Reservation state, BranchCommand command, long nowMillis) {
      ParticipantDecision<C> decision = super.decide(state, command, nowMillis);
      return command instanceof BranchCommand.Reserve reserve
              && is(state, ReservationStatus.RESERVED)
              && is(decision.next(), ReservationStatus.RESERVED)
          ? saying(
              new Reservation(
                  state.key(),
                  state.orderId(),
                  state.transactionId(),
                  state.status(),
                  state.holding(),
                  nowMillis + reserve.holdMillis(),
                  state.refusal()),
              new BranchEvent.Reserved(
                  state.holding(), nowMillis + reserve.holdMillis(), reserve.holdMillis()))
          : decision;
    }
  }

  /** Participant that does not compare the timer with the state, which may be an assignment. */
  static final class ObeysAnyTimer<C> extends SoundParticipant<C> {
    ObeysAnyTimer(Resource<C> resource) {
      super(resource);
    }

    @Override
    public ParticipantDecision<C> expire(Reservation state, long nowMillis) {
      return is(state, ReservationStatus.ASSIGNED)
          ? super.expire(as(state, ReservationStatus.RESERVED), Long.MAX_VALUE)
          : super.expire(state, nowMillis);
    }
  }

  /** Commit revives an expired reservation. */
  static final class CommitsWhatHasExpired<C> extends SoundParticipant<C> {
    CommitsWhatHasExpired(Resource<C> resource) {
      super(resource);
    }

    @Override
    public ParticipantDecision<C> decide(Reservation state, BranchCommand command, long nowMillis) {
      return command instanceof BranchCommand.Commit && is(state, ReservationStatus.EXPIRED)
          ? saying(as(state, ReservationStatus.ASSIGNED), new BranchEvent.Assigned(state.holding()))
          : super.decide(state, command, nowMillis);
    }
  }

  /** Reserve assigns at once: one phase instead of two. */
  static final class AssignsAtOnce<C> extends SoundParticipant<C> {
    AssignsAtOnce(Resource<C> resource) {
      super(resource);
    }

    @Override
    public ParticipantDecision<C> decide(Reservation state, BranchCommand command, long nowMillis) {
      ParticipantDecision<C> decision = super.decide(state, command, nowMillis);
      return command instanceof BranchCommand.Reserve
              && is(decision.next(), ReservationStatus.RESERVED)
          ? new ParticipantDecision<>(
              as(decision.next(), ReservationStatus.ASSIGNED),
              decision.events(),
              decision.changes())
          : decision;
    }
  }

  /** Release is answered only if there was something to give back. */
  static final class AnswersReleaseOnce<C> extends SoundParticipant<C> {
    AnswersReleaseOnce(Resource<C> resource) {
      super(resource);
    }

    @Override
    public ParticipantDecision<C> decide(Reservation state, BranchCommand command, long nowMillis) {
      ParticipantDecision<C> decision = super.decide(state, command, nowMillis);
      return command instanceof BranchCommand.Release
              && !is(state, ReservationStatus.RESERVED)
              && !is(state, ReservationStatus.ASSIGNED)
          ? new ParticipantDecision<>(decision.next(), List.of(), decision.changes())
          : decision;
    }
  }

  /** Participant that replaces a held agent without an event. */
  static final class ReplacesInSilence<C> extends SoundParticipant<C> {
    ReplacesInSilence(Resource<C> resource) {
      super(resource);
    }

    @Override
    public ParticipantDecision<C> changedBySupply(ReservationChange change, long nowMillis) {
      ParticipantDecision<C> decision = super.changedBySupply(change, nowMillis);
      return change instanceof ReservationChange.Replaced
          ? new ParticipantDecision<>(decision.next(), List.of(), decision.changes())
          : decision;
    }
  }

  /** Lines are taken one by one; the refusal of one leaves the others taken. */
  static final class TakesLinesOneByOne<C> extends SoundParticipant<C> {
    TakesLinesOneByOne(Resource<C> resource) {
      super(resource);
    }

    @Override
    public ParticipantDecision<C> decide(Reservation state, BranchCommand command, long nowMillis) {
      ParticipantDecision<C> decision = super.decide(state, command, nowMillis);
      if (!(command instanceof BranchCommand.Reserve reserve)
          || !is(state, ReservationStatus.UNKNOWN)
          || !is(decision.next(), ReservationStatus.REFUSED)) {
        return decision;
      }
      List<C> taken = new ArrayList<>();
      for (OrderLine line : reserve.order().lines()) {
        Taking<C> taking = resource().reserve(state, only(line, reserve.order()), nowMillis);
        if (!(taking instanceof Taking.Taken<C> one)) {
          break;
        }
        taken.addAll(one.holding().changes());
      }
      return new ParticipantDecision<>(decision.next(), decision.events(), taken);
    }

    private static Order only(OrderLine line, Order order) {
      return new Order(
          order.orderId(), order.customerId(), order.storeId(), order.zoneId(), List.of(line));
    }
  }

  private static boolean is(Reservation state, ReservationStatus status) {
    return state.status() == status;
  }

  private static Reservation unknown(Reservation state) {
    return Reservation.unknown(state.key(), state.orderId(), state.transactionId());
  }

  private static Reservation as(Reservation state, ReservationStatus status) {
    return new Reservation(
        state.key(),
        state.orderId(),
        state.transactionId(),
        status,
        state.holding(),
        state.expiresAtMillis(),
        status.isAssigned() || status.isOpen() ? Optional.empty() : state.refusal());
  }

  private static <C> ParticipantDecision<C> saying(Reservation next, BranchEvent event) {
    return new ParticipantDecision<>(next, List.of(event), List.of());
  }
}
