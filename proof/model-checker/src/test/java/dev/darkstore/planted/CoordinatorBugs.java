package dev.darkstore.planted;

import dev.darkstore.protocol.BranchCommand;
import dev.darkstore.protocol.BranchEvent;
import dev.darkstore.protocol.HeldUnit;
import dev.darkstore.protocol.Reason;
import dev.darkstore.protocol.Refusal;
import dev.darkstore.protocol.coordinator.Assignment;
import dev.darkstore.protocol.coordinator.Branch;
import dev.darkstore.protocol.coordinator.BranchProgress;
import dev.darkstore.protocol.coordinator.BranchStatus;
import dev.darkstore.protocol.coordinator.CoordinatorDecisions;
import dev.darkstore.protocol.coordinator.CoordinatorMessage;
import dev.darkstore.protocol.coordinator.CoordinatorMessage.BranchReply;
import dev.darkstore.protocol.coordinator.CoordinatorMessage.CancelOrder;
import dev.darkstore.protocol.coordinator.CoordinatorMessage.DeadlineReached;
import dev.darkstore.protocol.coordinator.CoordinatorMessage.PlaceOrder;
import dev.darkstore.protocol.coordinator.CoordinatorTiming;
import dev.darkstore.protocol.coordinator.Decision;
import dev.darkstore.protocol.coordinator.Effect;
import dev.darkstore.protocol.coordinator.OrderState;
import dev.darkstore.protocol.coordinator.OrderState.Closed;
import dev.darkstore.protocol.coordinator.OrderState.Outcome;
import dev.darkstore.protocol.coordinator.OrderState.Transaction;
import dev.darkstore.protocol.coordinator.OrderState.Unknown;
import dev.darkstore.protocol.coordinator.Phase;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Coordinators with one defect each. */
final class CoordinatorBugs {
  private CoordinatorBugs() {}

  /** Defective coordinator that may delegate to the production one. */
  @FunctionalInterface
  interface Spoiled {
    Decision decide(Sound sound, OrderState state, CoordinatorMessage message, long nowMillis);
  }

  /** Production decisions with their timing. */
  record Sound(CoordinatorDecisions production, CoordinatorTiming timing) {
    Decision decide(OrderState state, CoordinatorMessage message, long nowMillis) {
      return production.decide(state, message, nowMillis);
    }
  }

  static Decisions of(Spoiled spoiled) {
    return new Decisions() {
      @Override
      public CoordinatorDecisions coordinator(List<Branch> branches, CoordinatorTiming timing) {
        Sound sound = new Sound(Decisions.super.coordinator(branches, timing), timing);
        return (state, message, nowMillis) -> spoiled.decide(sound, state, message, nowMillis);
      }
    };
  }

  static Decision notifiesWhenReserved(
      Sound sound, OrderState state, CoordinatorMessage message, long nowMillis) {
    Decision decision = sound.decide(state, message, nowMillis);
    return is(state, Phase.RESERVING) && is(decision.next(), Phase.COMMITTING)
        ? also(decision, notifications((Transaction) decision.next()))
        : decision;
  }

  static Decision notifiesAgain(
      Sound sound, OrderState state, CoordinatorMessage message, long nowMillis) {
    Decision decision = sound.decide(state, message, nowMillis);
    return message instanceof PlaceOrder place
            && state instanceof Closed closed
            && closed.outcome() instanceof Outcome.Placed placed
        ? also(
            decision,
            placed.assignments().stream()
                .<Effect>map(a -> new Effect.Notify(a.branch(), place.order(), List.of()))
                .toList())
        : decision;
  }

  static Decision placesOnTheFirstAssigned(
      Sound sound, OrderState state, CoordinatorMessage message, long nowMillis) {
    Decision decision = sound.decide(state, message, nowMillis);
    return is(state, Phase.COMMITTING)
            && isReply(message, BranchEvent.Assigned.class)
            && decision.next() instanceof Transaction noted
        ? placed(noted)
        : decision;
  }

  static Decision commitsOneByOne(
      Sound sound, OrderState state, CoordinatorMessage message, long nowMillis) {
    Decision decision = sound.decide(state, message, nowMillis);
    return is(state, Phase.RESERVING)
            && isReply(message, BranchEvent.Reserved.class)
            && is(decision.next(), Phase.RESERVING)
            && state instanceof Transaction transaction
        ? also(decision, List.of(commit(transaction, ((BranchReply) message).branch())))
        : decision;
  }

  static Decision boundsRelease(
      Sound sound, OrderState state, CoordinatorMessage message, long nowMillis) {
    return message instanceof DeadlineReached
            && state instanceof Transaction transaction
            && transaction.phase() == Phase.RELEASING
            && transaction.attempts() >= sound.timing().commitAttempts()
            && nowMillis >= transaction.deadlineMillis()
        ? new Decision(
            close(transaction, new Outcome.Rejected(transaction.rejection().orElseThrow())),
            List.of())
        : sound.decide(state, message, nowMillis);
  }

  static Decision releasesOnce(
      Sound sound, OrderState state, CoordinatorMessage message, long nowMillis) {
    return message instanceof DeadlineReached && is(state, Phase.RELEASING)
        ? new Decision(state, List.of())
        : sound.decide(state, message, nowMillis);
  }

  static Decision leavesTheAssignedAlone(
      Sound sound, OrderState state, CoordinatorMessage message, long nowMillis) {
    Decision decision = sound.decide(state, message, nowMillis);
    if (!(state instanceof Transaction before)
        || before.phase() != Phase.COMMITTING
        || isReply(message, BranchEvent.Assigned.class)
        || !(decision.next() instanceof Transaction after)
        || after.phase() != Phase.RELEASING) {
      return decision;
    }
    List<String> assigned = namesOf(before, BranchStatus.ASSIGNED);
    List<BranchProgress> branches =
        after.branches().stream()
            .map(b -> assigned.contains(b.branch()) ? as(b, BranchStatus.RELEASED) : b)
            .toList();
    List<Effect> effects =
        decision.effects().stream()
            .filter(e -> !(e instanceof Effect.Send send && assigned.contains(send.branch())))
            .toList();
    return new Decision(with(after, branches), effects);
  }

  static Decision forgetsTheLease(
      Sound sound, OrderState state, CoordinatorMessage message, long nowMillis) {
    return message instanceof BranchReply
            && state instanceof Transaction transaction
            && transaction.phase() == Phase.RESERVING
        ? sound.decide(state, message, transaction.reserveSentAtMillis())
        : sound.decide(state, message, nowMillis);
  }

  static Decision placesLate(
      Sound sound, OrderState state, CoordinatorMessage message, long nowMillis) {
    if (!(state instanceof Transaction releasing)
        || releasing.phase() != Phase.RELEASING
        || !isReply(message, BranchEvent.Assigned.class)) {
      return sound.decide(state, message, nowMillis);
    }
    String assigned = ((BranchReply) message).branch();
    Transaction noted =
        with(
            releasing,
            releasing.branches().stream()
                .map(b -> b.branch().equals(assigned) ? as(b, BranchStatus.ASSIGNED) : b)
                .toList());
    return noted.branches().stream().allMatch(b -> b.status() == BranchStatus.ASSIGNED)
        ? placed(noted)
        : new Decision(noted, List.of());
  }

  static Decision cancelsWhatIsPlaced(
      Sound sound, OrderState state, CoordinatorMessage message, long nowMillis) {
    Refusal cancelled = Refusal.of(Reason.CANCELLED, "cancelled by the customer");
    return message instanceof CancelOrder
            && state instanceof Closed closed
            && closed.outcome() instanceof Outcome.Placed
        ? new Decision(
            new Closed(closed.orderId(), closed.fingerprint(), new Outcome.Rejected(cancelled)),
            List.of(new Effect.PublishRejected(cancelled)))
        : sound.decide(state, message, nowMillis);
  }

  static Decision beginsAgain(
      Sound sound, OrderState state, CoordinatorMessage message, long nowMillis) {
    return message instanceof PlaceOrder && state instanceof Closed
        ? sound.decide(new Unknown(), message, nowMillis)
        : sound.decide(state, message, nowMillis);
  }

  static Decision timesOutInSilence(
      Sound sound, OrderState state, CoordinatorMessage message, long nowMillis) {
    Decision decision = sound.decide(state, message, nowMillis);
    return message instanceof DeadlineReached
        ? new Decision(
            decision.next(),
            decision.effects().stream()
                .filter(e -> !(e instanceof Effect.PublishRejected))
                .toList())
        : decision;
  }

  static Decision obeysAnyTimer(
      Sound sound, OrderState state, CoordinatorMessage message, long nowMillis) {
    return message instanceof DeadlineReached && state instanceof Transaction transaction
        ? sound.decide(state, message, Math.max(nowMillis, transaction.deadlineMillis()))
        : sound.decide(state, message, nowMillis);
  }

  static Decision closesWhatIsTooOld(
      Sound sound, OrderState state, CoordinatorMessage message, long nowMillis) {
    Decision decision = sound.decide(state, message, nowMillis);
    return state instanceof Unknown
            && decision.next() instanceof Transaction transaction
            && transaction.phase() == Phase.RELEASING
        ? new Decision(
            close(transaction, new Outcome.Rejected(transaction.rejection().orElseThrow())),
            decision.effects().stream().filter(e -> !(e instanceof Effect.Send)).toList())
        : decision;
  }

  private static boolean is(OrderState state, Phase phase) {
    return state instanceof Transaction transaction && transaction.phase() == phase;
  }

  private static boolean isReply(CoordinatorMessage message, Class<? extends BranchEvent> event) {
    return message instanceof BranchReply reply && event.isInstance(reply.event());
  }

  private static Decision also(Decision decision, List<Effect> effects) {
    return new Decision(
        decision.next(), Stream.concat(decision.effects().stream(), effects.stream()).toList());
  }

  private static Effect commit(Transaction transaction, String branch) {
    String key =
        branch.equals("store") ? transaction.order().storeId() : transaction.order().zoneId();
    return new Effect.Send(branch, key, transaction.transactionId(), new BranchCommand.Commit(1));
  }

  private static List<Effect> notifications(Transaction transaction) {
    return transaction.branches().stream()
        .<Effect>map(b -> new Effect.Notify(b.branch(), transaction.order(), b.holding()))
        .toList();
  }

  private static Decision placed(Transaction transaction) {
    List<Assignment> assignments =
        transaction.branches().stream()
            .map(b -> new Assignment(b.branch(), b.holding().stream().map(HeldUnit::unit).toList()))
            .toList();
    List<Effect> effects = new ArrayList<>(List.of(new Effect.PublishPlaced(assignments)));
    effects.addAll(notifications(transaction));
    return new Decision(close(transaction, new Outcome.Placed(assignments)), effects);
  }

  private static Closed close(Transaction transaction, Outcome outcome) {
    return new Closed(transaction.order().orderId(), transaction.order().fingerprint(), outcome);
  }

  private static List<String> namesOf(Transaction transaction, BranchStatus status) {
    return transaction.branches().stream()
        .filter(b -> b.status() == status)
        .map(BranchProgress::branch)
        .toList();
  }

  private static BranchProgress as(BranchProgress progress, BranchStatus status) {
    return new BranchProgress(progress.branch(), status, progress.holding());
  }

  private static Transaction with(Transaction transaction, List<BranchProgress> branches) {
    return new Transaction(
        transaction.order(),
        transaction.transactionId(),
        transaction.phase(),
        branches,
        transaction.reserveSentAtMillis(),
        transaction.leaseEndsAtMillis(),
        transaction.deadlineMillis(),
        transaction.attempts(),
        transaction.rejection());
  }
}
