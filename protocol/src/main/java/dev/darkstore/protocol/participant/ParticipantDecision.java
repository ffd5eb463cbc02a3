package dev.darkstore.protocol.participant;

import dev.darkstore.protocol.BranchEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Decision about a command or about the passing of time. The decision itself executes nothing.
 *
 * @param next state of the branch afterwards; the identical object if it did not change
 * @param events events to send, in this order
 * @param changes new states of the resource's units
 */
public record ParticipantDecision<C>(Reservation next, List<BranchEvent> events, List<C> changes) {
  public ParticipantDecision {
    Objects.requireNonNull(next, "next");
    events = List.copyOf(events);
    changes = List.copyOf(changes);
  }

  static <C> ParticipantDecision<C> unchanged(Reservation state, BranchEvent... events) {
    return new ParticipantDecision<>(state, List.of(events), List.of());
  }

  ParticipantDecision<C> alsoReplying(BranchEvent event) {
    List<BranchEvent> all = new ArrayList<>(events);
    all.add(event);
    return new ParticipantDecision<>(next, all, changes);
  }
}
