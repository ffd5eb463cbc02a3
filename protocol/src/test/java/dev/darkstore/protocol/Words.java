package dev.darkstore.protocol;

import dev.darkstore.protocol.coordinator.BranchProgress;
import dev.darkstore.protocol.coordinator.Effect;
import dev.darkstore.protocol.coordinator.OrderState;
import dev.darkstore.protocol.coordinator.OrderState.Closed;
import dev.darkstore.protocol.coordinator.OrderState.Outcome;
import dev.darkstore.protocol.coordinator.OrderState.Transaction;
import dev.darkstore.protocol.participant.Reservation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Short texts of states and effects, for generated documents. */
public final class Words {
  private Words() {}

  /** Returns the phase of an order, with the status of each branch. */
  public static String of(OrderState state) {
    if (state instanceof Transaction transaction) {
      return transaction.phase()
          + transaction.branches().stream()
              .map(Words::of)
              .collect(Collectors.joining(", ", " (", ")"));
    }
    if (state instanceof Closed closed) {
      return closed.outcome() instanceof Outcome.Placed ? "PLACED" : "REJECTED";
    }
    return "unknown";
  }

  /** Returns the status of a branch, with its holding. */
  public static String of(Reservation reservation) {
    return reservation.holding().isEmpty()
        ? reservation.status().toString()
        : reservation.status() + " with " + ofUnits(reservation.holding());
  }

  /** Returns the effects of a decision as text, without the state. */
  public static String ofEffects(List<Effect> effects) {
    List<String> words = new ArrayList<>();
    Map<String, List<String>> commands = new LinkedHashMap<>();
    List<String> notified = new ArrayList<>();
    for (Effect effect : effects) {
      if (effect instanceof Effect.Send send) {
        commands
            .computeIfAbsent(send.command().getClass().getSimpleName(), name -> new ArrayList<>())
            .add(send.branch());
      } else if (effect instanceof Effect.Notify notify) {
        notified.add(notify.branch());
      } else {
        words.add(of(effect));
      }
    }
    commands.forEach((name, to) -> words.add("sends " + name + " to " + String.join(", ", to)));
    if (!notified.isEmpty()) {
      words.add("notifies " + String.join(", ", notified));
    }
    return String.join("; ", words);
  }

  private static String of(BranchProgress branch) {
    return branch.branch() + " " + branch.status();
  }

  private static String of(Effect effect) {
    if (effect instanceof Effect.PublishReceived) {
      return "publishes OrderReceived";
    }
    if (effect instanceof Effect.PublishPlaced) {
      return "publishes OrderPlaced";
    }
    if (effect instanceof Effect.PublishRejected told) {
      return "publishes OrderRejected, " + told.refusal().reason();
    }
    if (effect instanceof Effect.PublishCancelRefused told) {
      return "publishes CancelRefused, " + told.refusal().reason();
    }
    if (effect instanceof Effect.DeadLetter dead) {
      return "dead letter, " + dead.reason();
    }
    if (effect instanceof Effect.Ignore) {
      return "ignored";
    }
    throw new IllegalStateException("unhandled effect " + effect);
  }

  private static String ofUnits(List<HeldUnit> units) {
    return units.stream()
        .map(held -> held.quantity() > 1 ? held.quantity() + " " + held.unit() : held.unit())
        .collect(Collectors.joining(" and "));
  }
}
