package dev.darkstore.coordinator;

import dev.darkstore.protocol.BranchCommand;
import dev.darkstore.protocol.Reason;
import dev.darkstore.protocol.coordinator.CoordinatorMessage;
import dev.darkstore.protocol.coordinator.Decision;
import dev.darkstore.protocol.coordinator.Effect;
import dev.darkstore.protocol.coordinator.OrderState;
import dev.darkstore.protocol.coordinator.OrderState.Transaction;
import dev.darkstore.protocol.coordinator.Phase;
import dev.darkstore.runtime.metrics.ServiceMeters;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Timer;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/** Meters of a task of the coordinator; owned by that task. */
final class OrderMeters {
  private static final List<Phase> IN_FLIGHT =
      List.of(Phase.RESERVING, Phase.COMMITTING, Phase.RELEASING);

  private final ServiceMeters meters;
  private final Counter placed;
  private final Map<Reason, Counter> rejected = new EnumMap<>(Reason.class);
  private final Timer timeToPlaced;
  private final Timer timeToRejected;
  private final Timer waiting;
  private final Map<Phase, LongAdder> inFlight = new EnumMap<>(Phase.class);
  private final Map<Phase, Integer> own = new EnumMap<>(Phase.class);
  private final Map<String, Counter> commitRepeats = new HashMap<>();
  private final Map<String, Counter> releaseRepeats = new HashMap<>();
  private final Map<String, Counter> ignored = new HashMap<>();

  OrderMeters(ServiceMeters meters, List<String> branches) {
    this.meters = meters;
    // Registered at the start: a counter that appears with its first event shows no increase.
    placed = outcome("placed", "none");
    for (Reason reason : Reason.values()) {
      rejected.put(reason, outcome("rejected", reason.name()));
    }
    timeToPlaced = timeTo("placed");
    timeToRejected = timeTo("rejected");
    waiting =
        meters.timer("darkstore.order.waiting", "Age of an order when the coordinator receives it");
    for (Phase phase : IN_FLIGHT) {
      inFlight.put(
          phase,
          meters.level(
              "darkstore.orders.in.flight",
              "Orders with branches in progress",
              "phase",
              phase.name()));
    }
    for (String branch : branches) {
      commitRepeats.put(
          branch,
          meters.counter("darkstore.commit.repeats", "Commits sent again", "branch", branch));
      releaseRepeats.put(
          branch,
          meters.counter("darkstore.release.repeats", "Releases sent again", "branch", branch));
    }
  }

  private Counter outcome(String outcome, String reason) {
    return meters.counter(
        "darkstore.orders", "Orders with an outcome", "outcome", outcome, "reason", reason);
  }

  private Timer timeTo(String outcome) {
    return meters.timer(
        "darkstore.order.decided",
        "Time from the receipt of an order to its outcome",
        "outcome",
        outcome);
  }

  /** Counts an order that was in flight when the task started. */
  void found(Transaction transaction) {
    add(transaction, 1);
  }

  /** Counts a decision. */
  void decided(OrderState before, CoordinatorMessage message, Decision decision, long nowMillis) {
    boolean changed = !decision.next().equals(before);
    if (changed) {
      moved(before, decision.next());
      if (before instanceof OrderState.Unknown
          && message instanceof CoordinatorMessage.PlaceOrder place) {
        waiting.record(place.ageMillis(), TimeUnit.MILLISECONDS);
      }
    }
    for (Effect effect : decision.effects()) {
      if (effect instanceof Effect.PublishPlaced && changed) {
        placed.increment();
        took(timeToPlaced, before, nowMillis);
      } else if (effect instanceof Effect.PublishRejected rejection && changed) {
        rejected.get(rejection.refusal().reason()).increment();
        took(timeToRejected, before, nowMillis);
      } else if (effect instanceof Effect.Send send) {
        repeated(send);
      } else if (effect instanceof Effect.Ignore) {
        ignored(message).increment();
      }
    }
  }

  /** Subtracts the orders in flight of this task, which another instance takes over. */
  void close() {
    own.forEach((phase, count) -> inFlight.get(phase).add(-count));
    own.clear();
  }

  private void moved(OrderState before, OrderState after) {
    if (before instanceof Transaction old) {
      add(old, -1);
    }
    if (after instanceof Transaction now) {
      add(now, 1);
    }
  }

  private void add(Transaction transaction, int count) {
    own.merge(transaction.phase(), count, Integer::sum);
    inFlight.get(transaction.phase()).add(count);
  }

  private static void took(Timer timer, OrderState before, long nowMillis) {
    if (before instanceof Transaction transaction) {
      timer.record(
          Math.max(0, nowMillis - transaction.reserveSentAtMillis()), TimeUnit.MILLISECONDS);
    }
  }

  private void repeated(Effect.Send send) {
    if (send.command() instanceof BranchCommand.Commit commit && commit.attempt() > 1) {
      commitRepeats.get(send.branch()).increment();
    } else if (send.command() instanceof BranchCommand.Release release && release.attempt() > 1) {
      releaseRepeats.get(send.branch()).increment();
    }
  }

  /** Tagged by message type, of which there are few. */
  private Counter ignored(CoordinatorMessage message) {
    Object what = message instanceof CoordinatorMessage.BranchReply reply ? reply.event() : message;
    return ignored.computeIfAbsent(
        what.getClass().getSimpleName(),
        event ->
            meters.counter(
                "darkstore.ignored",
                "Messages that no longer applied to the order's state",
                "event",
                event));
  }
}
