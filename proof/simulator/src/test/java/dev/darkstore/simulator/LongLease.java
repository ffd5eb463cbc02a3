package dev.darkstore.simulator;

import dev.darkstore.planted.Decisions;
import dev.darkstore.protocol.BranchCommand.Reserve;
import dev.darkstore.protocol.coordinator.Branch;
import dev.darkstore.protocol.coordinator.CoordinatorDecisions;
import dev.darkstore.protocol.coordinator.CoordinatorTiming;
import dev.darkstore.protocol.coordinator.Decision;
import dev.darkstore.protocol.coordinator.Effect;
import java.util.List;

/**
 * Coordinator with a lease twice as long as the hold that it requests.
 *
 * @param timing durations with the requested hold
 */
record LongLease(CoordinatorTiming timing) implements Decisions {
  @Override
  public CoordinatorDecisions coordinator(List<Branch> branches, CoordinatorTiming ignored) {
    CoordinatorTiming mistaken =
        new CoordinatorTiming(
            2 * timing.holdMillis(),
            // Otherwise the order is rejected before the last branch replies.
            timing.holdMillis(),
            timing.commitAttempts(),
            timing.commitIntervalMillis(),
            timing.marginMillis(),
            timing.releasePauseMillis(),
            timing.releasePauseMaxMillis(),
            timing.orderMaxAgeMillis(),
            timing.retentionMillis());
    CoordinatorDecisions sound = Decisions.super.coordinator(branches, mistaken);
    return (state, message, nowMillis) -> {
      Decision decision = sound.decide(state, message, nowMillis);
      return new Decision(
          decision.next(), decision.effects().stream().map(this::withRealHold).toList());
    };
  }

  private Effect withRealHold(Effect effect) {
    return effect instanceof Effect.Send send && send.command() instanceof Reserve reserve
        ? new Effect.Send(
            send.branch(),
            send.key(),
            send.transactionId(),
            new Reserve(reserve.order(), timing.holdMillis()))
        : effect;
  }
}
