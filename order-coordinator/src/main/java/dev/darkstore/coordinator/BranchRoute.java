package dev.darkstore.coordinator;

import dev.darkstore.protocol.HeldUnit;
import dev.darkstore.protocol.Order;
import dev.darkstore.protocol.coordinator.Branch;
import dev.darkstore.schemas.EventCodec;
import dev.darkstore.schemas.Topic;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;

/**
 * A branch with its topics.
 *
 * @param branch what the decisions know of it
 * @param commands where requests go
 * @param releases where it hears how an order ended
 * @param events where it replies
 * @param notifications where whoever works for it hears of a placed order
 * @param notifier makes the notification
 */
record BranchRoute(
    Branch branch,
    Topic commands,
    Topic releases,
    Topic events,
    Topic notifications,
    Notifier notifier) {

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
