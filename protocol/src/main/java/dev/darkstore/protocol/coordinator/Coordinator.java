package dev.darkstore.protocol.coordinator;

import dev.darkstore.protocol.BranchCommand;
import dev.darkstore.protocol.BranchEvent;
import dev.darkstore.protocol.HeldUnit;
import dev.darkstore.protocol.Order;
import dev.darkstore.protocol.Reason;
import dev.darkstore.protocol.Refusal;
import dev.darkstore.protocol.coordinator.OrderState.Closed;
import dev.darkstore.protocol.coordinator.OrderState.Outcome;
import dev.darkstore.protocol.coordinator.OrderState.Transaction;
import dev.darkstore.protocol.coordinator.OrderState.Unknown;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Decides the outcome of an order: two-phase reservation and commit, with the reservation's lease
 * in place of a participant's eternal promise (Gray and Cheriton, "Leases", 1989), and presumed
 * abort: a branch that knows nothing of an order still acknowledges Release.
 *
 * <p>PLACED is the only commit point. Commit can fail as long as a participant is down, so the
 * decision stays open until every branch is assigned; therefore Release undoes an assignment too,
 * is repeated without bound although Commit is bounded, and nobody is notified before PLACED.
 *
 * <p>The coordinator's lease is counted from its own Reserve, the participant's hold from when it
 * applied that Reserve: the lease always runs out first, and no two clocks are compared. A reply
 * with less of the hold left shortens the lease. Nothing is placed after the lease: an order that
 * waited longer, because the coordinator was down, is rejected.
 *
 * <p>Pure: equal arguments give an equal decision, and a call changes nothing.
 */
public final class Coordinator implements CoordinatorDecisions {
  private static final Set<BranchStatus> MAY_HOLD =
      EnumSet.of(BranchStatus.ASKED, BranchStatus.RESERVED, BranchStatus.ASSIGNED);

  /** Fingerprint of an order whose content could not be read: equal to no other. */
  private static final String NO_CONTENT = "";

  private final List<Branch> branches;
  private final CoordinatorTiming timing;

  /**
   * Creates a coordinator of these branches.
   *
   * @throws IllegalArgumentException if there is no branch, or if the durations contradict each
   *     other
   */
  public Coordinator(List<Branch> branches, CoordinatorTiming timing) {
    if (branches.isEmpty()) {
      throw new IllegalArgumentException("a transaction needs at least one branch");
    }
    if (!timing.violations().isEmpty()) {
      throw new IllegalArgumentException("required: " + timing.violations());
    }
    this.branches = List.copyOf(branches);
    this.timing = timing;
  }

  @Override
  public Decision decide(OrderState state, CoordinatorMessage message, long nowMillis) {
    if (message instanceof CoordinatorMessage.PlaceOrder place) {
      return place(state, place, nowMillis);
    }
    if (message instanceof CoordinatorMessage.PlaceInvalidOrder invalid) {
      return refuseInvalid(state, invalid);
    }
    if (message instanceof CoordinatorMessage.CancelOrder) {
      return cancel(state, nowMillis);
    }
    if (!(state instanceof Transaction transaction)) {
      return Decision.ignored(state, "no order in flight");
    }
    if (message instanceof CoordinatorMessage.DeadlineReached) {
      return deadline(transaction, nowMillis);
    }
    if (message instanceof CoordinatorMessage.BranchReply reply) {
      return reply(transaction, reply, nowMillis);
    }
    throw new IllegalStateException("unhandled message " + message);
  }

  private Decision place(OrderState state, CoordinatorMessage.PlaceOrder place, long nowMillis) {
    Order order = place.order();
    if (state instanceof Unknown) {
      return begin(state, place, nowMillis);
    }
    if (!isSameOrder(state, order)) {
      return Decision.unchanged(
          state,
          new Effect.DeadLetter(
              Reason.ORDER_ID_REUSED, "another order was placed under this id before"));
    }
    return Decision.unchanged(state, outcomeSoFar(state));
  }

  private Decision begin(OrderState state, CoordinatorMessage.PlaceOrder place, long nowMillis) {
    Transaction begun = begun(place, nowMillis);
    if (place.ageMillis() >= timing.retentionMillis()) {
      // Rejecting it could contradict an outcome that was published and forgotten. Release gives
      // back what a rolled-back run of this coordinator may have taken; a settled branch has
      // nothing to give back.
      List<Effect> effects = new ArrayList<>();
      effects.add(
          new Effect.DeadLetter(
              Reason.OLDER_THAN_RETENTION,
              "the order is older than outcomes are remembered, so it cannot be decided safely"));
      effects.addAll(sendTo(begun, branch -> true, new BranchCommand.Release(1)));
      return new Decision(state, effects);
    }
    if (place.ageMillis() > timing.orderMaxAgeMillis()) {
      // Released although this run sent no Reserve: a run that was rolled back may have sent one.
      return reject(
          begun,
          Refusal.of(Reason.TOO_LATE, "the order waited too long before it could be taken up"),
          nowMillis);
    }
    List<Effect> effects = new ArrayList<>();
    effects.addAll(
        sendTo(
            begun, branch -> true, new BranchCommand.Reserve(begun.order(), timing.holdMillis())));
    effects.add(new Effect.PublishReceived());
    return new Decision(begun, effects);
  }

  private Transaction begun(CoordinatorMessage.PlaceOrder place, long nowMillis) {
    return new Transaction(
        place.order(),
        place.offset(),
        Phase.RESERVING,
        branches.stream()
            .map(branch -> new BranchProgress(branch.name(), BranchStatus.ASKED, List.of()))
            .toList(),
        nowMillis,
        nowMillis + timing.holdMillis(),
        nowMillis + timing.reserveTimeoutMillis(),
        1,
        Optional.empty());
  }

  /** Writes a dead letter in any case; only an undecided id also gets an outcome. */
  private Decision refuseInvalid(OrderState state, CoordinatorMessage.PlaceInvalidOrder invalid) {
    Effect kept = new Effect.DeadLetter(Reason.INVALID_ORDER, invalid.detail());
    if (!(state instanceof Unknown) || invalid.ageMillis() >= timing.retentionMillis()) {
      return Decision.unchanged(state, kept);
    }
    Refusal refusal = Refusal.of(Reason.INVALID_ORDER, invalid.detail());
    return new Decision(
        new Closed(invalid.orderId(), NO_CONTENT, new Outcome.Rejected(refusal)),
        List.of(kept, new Effect.PublishRejected(refusal)));
  }

  private Decision cancel(OrderState state, long nowMillis) {
    if (state instanceof Transaction transaction) {
      return switch (transaction.phase()) {
        case RESERVING ->
            reject(
                transaction, Refusal.of(Reason.CANCELLED, "cancelled by the customer"), nowMillis);
        case COMMITTING ->
            Decision.unchanged(
                state,
                new Effect.PublishCancelRefused(
                    Refusal.of(
                        Reason.BEING_COMMITTED,
                        "too late to cancel: goods and agent are being assigned")));
        // The order is not placed, as the customer wants: repeat the outcome.
        case RELEASING -> Decision.unchanged(state, outcomeSoFar(state));
        case PLACED, REJECTED -> throw notInFlight(transaction);
      };
    }
    if (state instanceof Closed closed) {
      if (closed.outcome() instanceof Outcome.Placed) {
        return Decision.unchanged(
            state,
            new Effect.PublishCancelRefused(
                Refusal.of(Reason.ALREADY_PLACED, "too late to cancel: the order is placed")));
      }
      return Decision.unchanged(state, outcomeSoFar(state));
    }
    return Decision.unchanged(
        state,
        new Effect.PublishCancelRefused(
            Refusal.of(Reason.UNKNOWN_ORDER, "no order is known under this id")));
  }

  private Decision deadline(Transaction transaction, long nowMillis) {
    if (nowMillis < transaction.deadlineMillis()) {
      // A timer of an earlier phase or attempt.
      return Decision.ignored(transaction, "the deadline has moved");
    }
    return switch (transaction.phase()) {
      case RESERVING ->
          reject(
              transaction,
              Refusal.of(
                  Reason.RESERVE_TIMED_OUT,
                  "no answer in time from: " + namesOf(transaction, BranchStatus.ASKED)),
              nowMillis);
      case COMMITTING ->
          transaction.attempts() < timing.commitAttempts()
              ? commit(transaction, transaction.attempts() + 1, nowMillis)
              : reject(
                  transaction,
                  Refusal.of(
                      Reason.COMMIT_TIMED_OUT,
                      "not confirmed in time by: " + namesOf(transaction, BranchStatus.RESERVED)),
                  nowMillis);
      case RELEASING -> releaseAgain(transaction, nowMillis);
      case PLACED, REJECTED -> throw notInFlight(transaction);
    };
  }

  private Decision reply(
      Transaction transaction, CoordinatorMessage.BranchReply reply, long nowMillis) {
    Optional<BranchProgress> known =
        transaction.branches().stream().filter(b -> b.branch().equals(reply.branch())).findFirst();
    if (known.isEmpty()) {
      return Decision.ignored(transaction, "no branch of this order");
    }
    if (reply.transactionId() != transaction.transactionId()) {
      return Decision.ignored(transaction, "the reply belongs to another transaction of this id");
    }
    BranchProgress progress = known.get();
    return switch (transaction.phase()) {
      case RESERVING -> whileReserving(transaction, progress, reply.event(), nowMillis);
      case COMMITTING -> whileCommitting(transaction, progress, reply.event(), nowMillis);
      case RELEASING -> whileReleasing(transaction, progress, reply.event());
      case PLACED, REJECTED -> throw notInFlight(transaction);
    };
  }

  private Decision whileReserving(
      Transaction transaction, BranchProgress progress, BranchEvent event, long nowMillis) {
    if (event instanceof BranchEvent.Reserved reserved) {
      if (progress.status() == BranchStatus.RESERVED) {
        return Decision.ignored(transaction, "reserved already");
      }
      Transaction noted =
          transaction
              .with(progress.now(BranchStatus.RESERVED))
              .leasedUntil(nowMillis + reserved.leftMillis());
      if (!allAre(noted, BranchStatus.RESERVED)) {
        return new Decision(noted, List.of());
      }
      if (nowMillis + timing.commitBudgetMillis() > noted.leaseEndsAtMillis()) {
        return reject(
            noted,
            Refusal.of(
                Reason.RESERVATION_EXPIRED,
                "the reservations came too late to be confirmed before they run out"),
            nowMillis);
      }
      return commit(noted, 1, nowMillis);
    }
    if (event instanceof BranchEvent.ReservationRefused refused) {
      return reject(
          transaction.with(progress.now(BranchStatus.REFUSED)), refused.refusal(), nowMillis);
    }
    if (event instanceof BranchEvent.ReservationExpired expired) {
      return reject(
          transaction,
          Refusal.of(expired.reason(), "the reservation was lost by: " + progress.branch()),
          nowMillis);
    }
    // Assigned, AssignmentFailed, Released: answers to what has not been sent.
    return Decision.ignored(transaction, "nothing but Reserve was sent yet");
  }

  private Decision whileCommitting(
      Transaction transaction, BranchProgress progress, BranchEvent event, long nowMillis) {
    if (event instanceof BranchEvent.Assigned assigned) {
      if (progress.status() == BranchStatus.ASSIGNED) {
        return Decision.ignored(transaction, "assigned already");
      }
      Transaction noted = transaction.with(progress.assigned(assigned.holding()));
      if (!allAre(noted, BranchStatus.ASSIGNED)) {
        return new Decision(noted, List.of());
      }
      return nowMillis > noted.leaseEndsAtMillis()
          ? reject(
              noted,
              Refusal.of(
                  Reason.COMMIT_TIMED_OUT,
                  "confirmed too late: nobody waits for the order any more"),
              nowMillis)
          : placed(noted);
    }
    if (event instanceof BranchEvent.AssignmentFailed failed) {
      return failed.retryable()
          ? Decision.ignored(transaction, "Commit is repeated at the deadline")
          : reject(transaction, failed.refusal(), nowMillis);
    }
    // Reserved again (a repeat, or a held agent was replaced). ReservationExpired: Commit is under
    // way to that branch, whose reply will be AssignmentFailed.
    return Decision.ignored(transaction, "an answer to Commit is awaited");
  }

  private Decision whileReleasing(
      Transaction transaction, BranchProgress progress, BranchEvent event) {
    if (!(event instanceof BranchEvent.Released)) {
      return Decision.ignored(transaction, "only Released is awaited");
    }
    if (progress.status() != BranchStatus.RELEASE_SENT) {
      return Decision.ignored(transaction, "released already");
    }
    Transaction noted = transaction.with(progress.now(BranchStatus.RELEASED));
    return noted.branches().stream().anyMatch(b -> b.status() == BranchStatus.RELEASE_SENT)
        ? new Decision(noted, List.of())
        : new Decision(rejected(noted), List.of());
  }

  private Decision commit(Transaction transaction, int attempt, long nowMillis) {
    Transaction next = transaction.committing(attempt, nowMillis + timing.commitIntervalMillis());
    return new Decision(
        next,
        sendTo(next, b -> b.status() == BranchStatus.RESERVED, new BranchCommand.Commit(attempt)));
  }

  private Decision placed(Transaction transaction) {
    List<Assignment> assignments = new ArrayList<>();
    List<Effect> effects = new ArrayList<>();
    for (BranchProgress progress : transaction.branches()) {
      assignments.add(
          new Assignment(
              progress.branch(), progress.holding().stream().map(HeldUnit::unit).toList()));
      effects.add(new Effect.Notify(progress.branch(), transaction.order(), progress.holding()));
    }
    effects.add(0, new Effect.PublishPlaced(assignments));
    effects.addAll(sendTo(transaction, branch -> true, new BranchCommand.Settle()));
    return new Decision(transaction.closed(new Outcome.Placed(assignments)), effects);
  }

  /** Publishes the rejection at once and starts to release the branches. */
  private Decision reject(Transaction transaction, Refusal refusal, long nowMillis) {
    Transaction releasing =
        transaction.releasing(
            transaction.branches().stream()
                .map(b -> MAY_HOLD.contains(b.status()) ? b.now(BranchStatus.RELEASE_SENT) : b)
                .toList(),
            refusal,
            1,
            nowMillis + timing.releasePauseMillis(1));
    List<Effect> effects = new ArrayList<>();
    effects.add(new Effect.PublishRejected(refusal));
    List<Effect> releases = release(releasing, 1);
    effects.addAll(releases);
    // Every branch refused: no Release has to be acknowledged.
    return new Decision(releases.isEmpty() ? rejected(releasing) : releasing, effects);
  }

  private Decision releaseAgain(Transaction transaction, long nowMillis) {
    int attempt = Math.addExact(transaction.attempts(), 1);
    Transaction next =
        transaction.releasing(
            transaction.branches(),
            transaction.rejection().orElseThrow(),
            attempt,
            nowMillis + timing.releasePauseMillis(attempt));
    return new Decision(next, release(next, attempt));
  }

  private List<Effect> release(Transaction transaction, int attempt) {
    return sendTo(
        transaction,
        b -> b.status() == BranchStatus.RELEASE_SENT,
        new BranchCommand.Release(attempt));
  }

  private List<Effect> sendTo(
      Transaction transaction, Predicate<BranchProgress> which, BranchCommand command) {
    List<Effect> effects = new ArrayList<>();
    for (BranchProgress progress : transaction.branches()) {
      if (which.test(progress)) {
        effects.add(
            new Effect.Send(
                progress.branch(),
                branch(progress.branch()).keyOf(transaction.order()),
                transaction.transactionId(),
                command));
      }
    }
    return effects;
  }

  private Branch branch(String name) {
    return branches.stream()
        .filter(b -> b.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "an order in flight has a branch '"
                        + name
                        + "' that this coordinator does not know; it knows "
                        + branches.stream().map(Branch::name).toList()));
  }

  private static Effect outcomeSoFar(OrderState state) {
    if (state instanceof Transaction transaction) {
      return transaction
          .rejection()
          .<Effect>map(Effect.PublishRejected::new)
          .orElseGet(Effect.PublishReceived::new);
    }
    if (state instanceof Closed closed) {
      if (closed.outcome() instanceof Outcome.Placed placed) {
        return new Effect.PublishPlaced(placed.assignments());
      }
      if (closed.outcome() instanceof Outcome.Rejected rejected) {
        return new Effect.PublishRejected(rejected.refusal());
      }
    }
    throw new IllegalStateException("no outcome so far of " + state);
  }

  private static boolean isSameOrder(OrderState state, Order order) {
    if (state instanceof Transaction transaction) {
      return transaction.order().hasContentOf(order);
    }
    return state instanceof Closed closed && order.hasFingerprint(closed.fingerprint());
  }

  private static Closed rejected(Transaction transaction) {
    return transaction.closed(new Outcome.Rejected(transaction.rejection().orElseThrow()));
  }

  private static boolean allAre(Transaction transaction, BranchStatus status) {
    return transaction.branches().stream().allMatch(b -> b.status() == status);
  }

  private static String namesOf(Transaction transaction, BranchStatus status) {
    return String.join(
        ", ",
        transaction.branches().stream()
            .filter(b -> b.status() == status)
            .map(BranchProgress::branch)
            .toList());
  }

  private static IllegalStateException notInFlight(Transaction transaction) {
    return new IllegalStateException("closed order in flight: " + transaction);
  }
}
