package dev.darkstore.benchmarks.load;

import dev.darkstore.benchmarks.cluster.FloorRecord;
import dev.darkstore.benchmarks.cluster.Kind;
import dev.darkstore.events.Assignment;
import dev.darkstore.events.OrderEvent;
import dev.darkstore.events.OrderPlaced;
import dev.darkstore.events.OrderReceived;
import dev.darkstore.events.OrderRejected;
import dev.darkstore.schemas.EventCodec;
import dev.darkstore.schemas.UnreadableRecordException;
import java.util.Optional;

/**
 * Event of an order that its customer receives.
 *
 * @param agentId agent of the delivery, if the order is placed and has one
 */
record ReceivedOutcome(What what, Optional<String> agentId) {
  private static final String DELIVERY = "delivery";

  /** Kind of event that the benchmarks count. */
  enum What {
    RECEIVED,
    PLACED,
    REJECTED
  }

  /** Decodes a record of the outcomes' topic. */
  static ReceivedOutcome of(Kind kind, byte[] value) {
    return switch (kind) {
      case SYSTEM -> ofSystem(value);
      case FLOOR, SHORT_FLOOR ->
          new ReceivedOutcome(
              FloorRecord.of(value) == FloorRecord.PLACED ? What.PLACED : What.RECEIVED,
              Optional.empty());
    };
  }

  private static ReceivedOutcome ofSystem(byte[] value) {
    OrderEvent event;
    try {
      event = EventCodec.ORDER_EVENTS.decode(value);
    } catch (UnreadableRecordException e) {
      throw new IllegalStateException("cannot decode an outcome: " + e.detail(), e);
    }
    if (event.getBody() instanceof OrderPlaced placed) {
      return new ReceivedOutcome(
          What.PLACED,
          placed.getAssignments().stream()
              .filter(assignment -> assignment.getBranch().equals(DELIVERY))
              .map(Assignment::getUnits)
              .map(units -> units.get(0))
              .findFirst());
    }
    if (event.getBody() instanceof OrderRejected) {
      return new ReceivedOutcome(What.REJECTED, Optional.empty());
    }
    if (event.getBody() instanceof OrderReceived) {
      return new ReceivedOutcome(What.RECEIVED, Optional.empty());
    }
    throw new IllegalStateException("unexpected outcome " + event.getBody());
  }
}
