package dev.darkstore.benchmarks;

import dev.darkstore.events.OrderEvent;
import dev.darkstore.events.OrderPlaced;
import dev.darkstore.events.OrderReceived;
import dev.darkstore.events.OrderRejected;
import dev.darkstore.schemas.EventCodec;
import dev.darkstore.schemas.UnreadableRecordException;

/** What the customer is told of an order. */
enum Outcome {
  RECEIVED,
  PLACED,
  REJECTED;

  /** What a record of the outcomes' topic says. */
  static Outcome of(Kind kind, byte[] value) {
    return switch (kind) {
      case SYSTEM -> ofSystem(value);
      case FLOOR -> FloorRecord.of(value) == FloorRecord.PLACED ? PLACED : RECEIVED;
    };
  }

  private static Outcome ofSystem(byte[] value) {
    OrderEvent event;
    try {
      event = EventCodec.ORDER_EVENTS.decode(value);
    } catch (UnreadableRecordException e) {
      throw new IllegalStateException("an outcome cannot be read: " + e.detail(), e);
    }
    if (event.getBody() instanceof OrderPlaced) {
      return PLACED;
    }
    if (event.getBody() instanceof OrderRejected) {
      return REJECTED;
    }
    if (event.getBody() instanceof OrderReceived) {
      return RECEIVED;
    }
    throw new IllegalStateException("unexpected outcome " + event.getBody());
  }
}
