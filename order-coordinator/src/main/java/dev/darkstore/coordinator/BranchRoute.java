package dev.darkstore.coordinator;

import dev.darkstore.protocol.BranchEvent;
import dev.darkstore.protocol.HeldUnit;
import dev.darkstore.protocol.Order;
import dev.darkstore.protocol.coordinator.Branch;
import dev.darkstore.schemas.BranchName;
import dev.darkstore.schemas.EventCodec;
import dev.darkstore.schemas.Topic;
import java.util.List;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;

/**
 * Branch with its topics.
 *
 * @param branch branch as the decisions know it
 * @param commands topic of its requests
 * @param releases topic that reports the end of an order to it
 * @param votes topic of its votes, which are sent ahead of the commit
 * @param events topic of its replies
 * @param notifications notifications of placed orders to its users; empty if it has none
 * @param unitsMin minimum number of units in a reservation of this branch
 * @param unitsMax maximum number of units in a reservation of this branch
 */
record BranchRoute(
    Branch branch,
    Topic commands,
    Topic releases,
    Topic votes,
    Topic events,
    Optional<Notifications> notifications,
    int unitsMin,
    int unitsMax) {

  /** Branch with its topics by convention. */
  BranchRoute(
      BranchName name,
      Branch.Key key,
      Optional<Notifications> notifications,
      int unitsMin,
      int unitsMax) {
    this(
        new Branch(name.text(), key),
        name.topic(Topic.Role.COMMANDS),
        name.topic(Topic.Role.RELEASES),
        name.topic(Topic.Role.VOTES),
        name.topic(Topic.Role.EVENTS),
        notifications,
        unitsMin,
        unitsMax);
  }

  /** Returns the violation in a reply of this branch, as a sentence; empty if there is none. */
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

  /**
   * Notifications to the users of a branch.
   *
   * @param topic topic of the notifications
   * @param notifier factory of the notification; it relies on the number of units
   */
  record Notifications(Topic topic, Notifier notifier) {}

  /** Factory of the notification of a placed order. */
  @FunctionalInterface
  interface Notifier {
    Notification<?> notification(Order order, List<HeldUnit> holding);
  }

  /** Notification that is ready to be sent. */
  record Notification<T extends SpecificRecord>(String key, EventCodec<T> codec, T event) {
    Class<?> body() {
      return event.get(event.getSchema().getField("body").pos()).getClass();
    }

    byte[] value() {
      return codec.encode(event);
    }
  }
}
