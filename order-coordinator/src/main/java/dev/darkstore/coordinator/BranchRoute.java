package dev.darkstore.coordinator;

import dev.darkstore.protocol.BranchEvent;
import dev.darkstore.protocol.HeldUnit;
import dev.darkstore.protocol.Order;
import dev.darkstore.protocol.coordinator.Branch;
import dev.darkstore.schemas.EventCodec;
import dev.darkstore.schemas.Topic;
import java.util.List;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;

/**
 * A branch with its topics.
 *
 * @param branch what the decisions know of it
 * @param commands where requests go
 * @param releases where it hears how an order ended
 * @param votes where it votes, ahead of the commit
 * @param events where it replies
 * @param notifications where whoever works for it hears of a placed order
 * @param unitsMin smallest number of units that a reservation of this branch can hold
 * @param unitsMax largest number of units that a reservation of this branch can hold
 * @param notifier makes the notification; it relies on the number of units
 */
record BranchRoute(
    Branch branch,
    Topic commands,
    Topic releases,
    Topic votes,
    Topic events,
    Topic notifications,
    int unitsMin,
    int unitsMax,
    Notifier notifier) {

  /** Returns what is wrong with a reply of this branch, as a sentence; empty if nothing is. */
  Optional<String> violation(BranchEvent event) {
    if (event instanceof BranchEvent.Reserved reserved) {
      return unitsViolation("Reserved", reserved.holding());
    }
    return event instanceof BranchEvent.Assigned assigned
        ? unitsViolation("Assigned", assigned.holding())
        : Optional.empty();
  }

  private Optional<String> unitsViolation(String event, List<HeldUnit> holding) {
    if (holding.size() >= unitsMin && holding.size() <= unitsMax) {
      return Optional.empty();
    }
    return Optional.of(
        "%s of branch %s holds %s units; it must hold %s"
            .formatted(
                event,
                branch.name(),
                holding.size(),
                unitsMin == unitsMax ? unitsMin : unitsMin + " to " + unitsMax));
  }

  /** Makes the notification of a placed order. */
  @FunctionalInterface
  interface Notifier {
    Notification<?> notification(Order order, List<HeldUnit> holding);
  }

  /** A notification, ready to be sent. */
  record Notification<T extends SpecificRecord>(String key, EventCodec<T> codec, T event) {
    Class<?> body() {
      return event.get(event.getSchema().getField("body").pos()).getClass();
    }

    byte[] value() {
      return codec.encode(event);
    }
  }
}
