package dev.darkstore.conformance;

import dev.darkstore.conformance.report.Rule;
import dev.darkstore.planted.Decisions;
import dev.darkstore.planted.PlantedBug;
import dev.darkstore.planted.SoundParticipant;
import dev.darkstore.protocol.BranchCommand;
import dev.darkstore.protocol.BranchCommand.Commit;
import dev.darkstore.protocol.BranchCommand.Release;
import dev.darkstore.protocol.BranchCommand.Reserve;
import dev.darkstore.protocol.BranchCommand.Settle;
import dev.darkstore.protocol.BranchEvent;
import dev.darkstore.protocol.Reason;
import dev.darkstore.protocol.Refusal;
import dev.darkstore.protocol.participant.ParticipantDecision;
import dev.darkstore.protocol.participant.ParticipantDecisions;
import dev.darkstore.protocol.participant.Reservation;
import dev.darkstore.protocol.participant.ReservationStatus;
import dev.darkstore.protocol.participant.SupplyDecision.ReservationChange;
import dev.darkstore.protocol.store.SkuStock;
import dev.darkstore.protocol.store.Stock;
import dev.darkstore.protocol.store.StockView;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Participants with one defective decision each. */
final class PlantedInDecisions {
  private PlantedInDecisions() {}

  /** Defective decision of a store. */
  private abstract static class Defect implements ParticipantDecisions<SkuStock> {
    private ParticipantDecisions<SkuStock> sound;

    /** Returns the defective decision. */
    abstract ParticipantDecision<SkuStock> decide(
        ParticipantDecisions<SkuStock> sound,
        Reservation state,
        BranchCommand command,
        long nowMillis);

    @Override
    public final ParticipantDecision<SkuStock> decide(
        Reservation state, BranchCommand command, long nowMillis) {
      return decide(sound, state, command, nowMillis);
    }

    @Override
    public ParticipantDecision<SkuStock> expire(Reservation state, long nowMillis) {
      return sound.expire(state, nowMillis);
    }

    @Override
    public ParticipantDecision<SkuStock> changedBySupply(ReservationChange change, long nowMillis) {
      return sound.changedBySupply(change, nowMillis);
    }
  }

  /** Decision without a defect, or with one, depending on its arguments. */
  @FunctionalInterface
  private interface Decision {
    ParticipantDecision<SkuStock> decide(
        ParticipantDecisions<SkuStock> sound,
        Reservation state,
        BranchCommand command,
        long nowMillis);
  }

  /** Returns those whose defects the model checker and the simulator find too. */
  static List<PlantedParticipant> known() {
    return List.of(
        known(PlantedBug.LEAVES_THE_TIMER_TO_THE_PUNCTUATOR, Rule.TIMER),
        known(PlantedBug.COMMITS_WHAT_HAS_EXPIRED, Rule.COMMIT_FAILED),
        known(PlantedBug.ASSIGNS_AT_ONCE, Rule.EXPIRY),
        known(PlantedBug.KEEPS_WHAT_IS_ASSIGNED, Rule.RELEASE),
        known(PlantedBug.ANSWERS_RELEASE_ONCE, Rule.RELEASE_REPEATED),
        known(PlantedBug.FORGETS_THE_FENCE, Rule.FENCE),
        known(PlantedBug.RESERVES_TWICE, Rule.RESERVE_REPEATED),
        known(PlantedBug.PROLONGS_THE_HOLD, Rule.RESERVE_REPEATED),
        known(PlantedBug.EXPIRES_WHAT_IS_ASSIGNED, Rule.COMMIT_REPEATED),
        known(PlantedBug.TAKES_LINES_ONE_BY_ONE, Rule.RESERVE));
  }

  private static PlantedParticipant known(PlantedBug bug, Rule rule) {
    boolean timersRing = bug == PlantedBug.EXPIRES_WHAT_IS_ASSIGNED;
    return new PlantedParticipant(
        bug.title(), rule, () -> Participants.planted(bug.decisions(), timersRing));
  }

  static List<PlantedParticipant> further() {
    return List.of(
        new PlantedParticipant(
            "A reservation does not expire by itself",
            Rule.EXPIRY,
            () -> Participants.planted(of(new NeverExpires()), false)),
        planted(
            "An order with an unknown attribute is refused",
            Rule.ATTRIBUTES,
            (sound, state, command, now) ->
                command instanceof Reserve reserve && !reserve.order().attributes().isEmpty()
                    ? replying(
                        state,
                        new BranchEvent.ReservationRefused(
                            Refusal.of(Reason.OTHER, "there is an unknown attribute")))
                    : sound.decide(state, command, now)),
        planted(
            "The hold is twice as long as requested",
            Rule.LEASE,
            (sound, state, command, now) -> sound.decide(state, withHold(command, 2, 1), now)),
        planted(
            "The hold is half as long as requested",
            Rule.EXPIRY,
            (sound, state, command, now) -> sound.decide(state, withHold(command, 1, 2), now)),
        planted(
            "A Release before Reserve is not remembered",
            Rule.FENCE,
            (sound, state, command, now) ->
                command instanceof Release && is(state, ReservationStatus.UNKNOWN)
                    ? replying(state, new BranchEvent.Released(List.of()))
                    : sound.decide(state, command, now)),
        new PlantedParticipant(
            "A repeated Release gives back again",
            Rule.CAPACITY,
            () -> Participants.planted(of(new GivesBackAgain()), false)),
        planted(
            "Commit gives the units back",
            Rule.COMMIT,
            (sound, state, command, now) -> {
              ParticipantDecision<SkuStock> decision = sound.decide(state, command, now);
              return command instanceof Commit && is(state, ReservationStatus.RESERVED)
                  ? new ParticipantDecision<>(
                      decision.next(),
                      decision.events(),
                      sound.decide(state, new Release(1), now).changes())
                  : decision;
            }),
        planted(
            "Commit after Release gets Assigned",
            Rule.COMMIT_FAILED,
            (sound, state, command, now) ->
                command instanceof Commit && is(state, ReservationStatus.RELEASED)
                    ? replying(state, new BranchEvent.Assigned(List.of()))
                    : sound.decide(state, command, now)),
        planted(
            "Commit of an unknown branch gets Assigned",
            Rule.COMMIT_FAILED,
            (sound, state, command, now) ->
                command instanceof Commit && is(state, ReservationStatus.UNKNOWN)
                    ? replying(state, new BranchEvent.Assigned(List.of()))
                    : sound.decide(state, command, now)),
        planted(
            "Commit of an unknown branch is remembered as its end",
            Rule.RESERVE,
            (sound, state, command, now) ->
                command instanceof Commit && is(state, ReservationStatus.UNKNOWN)
                    ? new ParticipantDecision<>(
                        sound.decide(state, new Release(1), now).next(),
                        sound.decide(state, command, now).events(),
                        List.of())
                    : sound.decide(state, command, now)),
        planted(
            "Commit of an assignment fails after the timer",
            Rule.ASSIGNMENT_STAYS,
            (sound, state, command, now) ->
                command instanceof Commit
                        && is(state, ReservationStatus.ASSIGNED)
                        && now >= state.expiresAtMillis()
                    ? replying(state, failed(false))
                    : sound.decide(state, command, now)),
        planted(
            "AssignmentFailed is always retryable",
            Rule.COMMIT_FAILED,
            (sound, state, command, now) -> {
              ParticipantDecision<SkuStock> decision = sound.decide(state, command, now);
              return new ParticipantDecision<>(
                  decision.next(),
                  decision.events().stream()
                      .map(
                          event ->
                              event instanceof BranchEvent.AssignmentFailed ? failed(true) : event)
                      .toList(),
                  decision.changes());
            }),
        planted(
            "A refusal is not remembered",
            Rule.REFUSAL,
            (sound, state, command, now) -> {
              ParticipantDecision<SkuStock> decision = sound.decide(state, command, now);
              return is(decision.next(), ReservationStatus.REFUSED)
                      && is(state, ReservationStatus.UNKNOWN)
                  ? new ParticipantDecision<>(state, decision.events(), List.of())
                  : decision;
            }),
        planted(
            "A repeated Commit has no reply",
            Rule.COMMIT_REPEATED,
            (sound, state, command, now) ->
                command instanceof Commit && is(state, ReservationStatus.ASSIGNED)
                    ? new ParticipantDecision<>(state, List.of(), List.of())
                    : sound.decide(state, command, now)),
        planted(
            "A repeated Commit gets Assigned without units",
            Rule.COMMIT_REPEATED,
            (sound, state, command, now) ->
                command instanceof Commit && is(state, ReservationStatus.ASSIGNED)
                    ? replying(state, new BranchEvent.Assigned(List.of()))
                    : sound.decide(state, command, now)),
        planted(
            "Settle ends an assignment",
            Rule.SETTLE,
            (sound, state, command, now) ->
                command instanceof Settle && is(state, ReservationStatus.ASSIGNED)
                    ? new ParticipantDecision<>(
                        sound.decide(state, new Release(1), now).next(), List.of(), List.of())
                    : sound.decide(state, command, now)),
        planted(
            "Settle makes a reservation final",
            Rule.SETTLE,
            (sound, state, command, now) ->
                command instanceof Settle && is(state, ReservationStatus.RESERVED)
                    ? new ParticipantDecision<>(
                        sound.decide(state, new Commit(1), now).next(), List.of(), List.of())
                    : sound.decide(state, command, now)),
        planted(
            "Settle has a reply",
            Rule.SETTLE,
            (sound, state, command, now) -> {
              ParticipantDecision<SkuStock> decision = sound.decide(state, command, now);
              return command instanceof Settle
                  ? new ParticipantDecision<>(
                      decision.next(),
                      List.of(new BranchEvent.Assigned(decision.next().holding())),
                      decision.changes())
                  : decision;
            }),
        planted(
            "The refusal of a Reserve older than the retention is not remembered",
            Rule.OUTDATED,
            (sound, state, command, now) ->
                command instanceof Reserve reserve
                        && reserve.outdated()
                        && is(state, ReservationStatus.UNKNOWN)
                    ? new ParticipantDecision<>(
                        state, sound.decide(state, command, now).events(), List.of())
                    : sound.decide(state, command, now)),
        planted(
            "A Reserve older than the retention is carried out",
            Rule.OUTDATED,
            (sound, state, command, now) ->
                command instanceof Reserve reserve
                    ? sound.decide(state, new Reserve(reserve.order(), reserve.holdMillis()), now)
                    : sound.decide(state, command, now)));
  }

  private static PlantedParticipant planted(String defect, Rule rule, Decision decision) {
    return new PlantedParticipant(
        defect, rule, () -> Participants.planted(of(new Stateless(decision)), false));
  }

  private static Decisions of(Defect defect) {
    return new Decisions() {
      @Override
      public ParticipantDecisions<SkuStock> store(StockView view) {
        defect.sound = new SoundParticipant<>(new Stock(view));
        return defect;
      }
    };
  }

  private static final class Stateless extends Defect {
    private final Decision decision;

    Stateless(Decision decision) {
      this.decision = decision;
    }

    @Override
    ParticipantDecision<SkuStock> decide(
        ParticipantDecisions<SkuStock> sound,
        Reservation state,
        BranchCommand command,
        long nowMillis) {
      return decision.decide(sound, state, command, nowMillis);
    }
  }

  private static final class NeverExpires extends Defect {
    @Override
    ParticipantDecision<SkuStock> decide(
        ParticipantDecisions<SkuStock> sound,
        Reservation state,
        BranchCommand command,
        long nowMillis) {
      return sound.decide(state, command, nowMillis);
    }

    @Override
    public ParticipantDecision<SkuStock> expire(Reservation state, long nowMillis) {
      return new ParticipantDecision<>(state, List.of(), List.of());
    }
  }

  private static final class GivesBackAgain extends Defect {
    private final Map<String, Reservation> held = new HashMap<>();

    @Override
    ParticipantDecision<SkuStock> decide(
        ParticipantDecisions<SkuStock> sound,
        Reservation state,
        BranchCommand command,
        long nowMillis) {
      String branch = state.orderId() + "/" + state.transactionId();
      if (is(state, ReservationStatus.RESERVED)) {
        held.put(branch, state);
      }
      if (command instanceof Release
          && is(state, ReservationStatus.RELEASED)
          && held.containsKey(branch)) {
        ParticipantDecision<SkuStock> again = sound.decide(held.get(branch), command, nowMillis);
        return new ParticipantDecision<>(
            state, List.of(new BranchEvent.Released(List.of())), again.changes());
      }
      return sound.decide(state, command, nowMillis);
    }
  }

  private static BranchCommand withHold(BranchCommand command, int times, int part) {
    return command instanceof Reserve reserve
        ? new Reserve(reserve.order(), reserve.holdMillis() * times / part, reserve.outdated())
        : command;
  }

  private static BranchEvent failed(boolean retryable) {
    return new BranchEvent.AssignmentFailed(
        Refusal.of(Reason.NOT_RESERVED, "nothing is reserved"), retryable);
  }

  private static ParticipantDecision<SkuStock> replying(Reservation state, BranchEvent event) {
    return new ParticipantDecision<>(state, List.of(event), List.of());
  }

  private static boolean is(Reservation state, ReservationStatus status) {
    return state.status() == status;
  }
}
