package dev.darkstore.client.log;

import dev.darkstore.events.Assigned;
import dev.darkstore.events.AssignmentFailed;
import dev.darkstore.events.CancelOrder;
import dev.darkstore.events.CancelRefused;
import dev.darkstore.events.Commit;
import dev.darkstore.events.DeliverOrder;
import dev.darkstore.events.DeliveryCompleted;
import dev.darkstore.events.OrderPlaced;
import dev.darkstore.events.OrderReceived;
import dev.darkstore.events.OrderRejected;
import dev.darkstore.events.PickOrder;
import dev.darkstore.events.PlaceOrder;
import dev.darkstore.events.Release;
import dev.darkstore.events.Released;
import dev.darkstore.events.ReservationExpired;
import dev.darkstore.events.ReservationRefused;
import dev.darkstore.events.Reserve;
import dev.darkstore.events.Reserved;
import dev.darkstore.schemas.DeadLetterHeaders;
import dev.darkstore.schemas.ResendMark;
import java.util.List;

/** Reading order of the events of one decision, which have equal timestamps. */
public final class Course {
  private static final List<Class<?>> STEPS =
      List.of(
          PlaceOrder.class,
          CancelOrder.class,
          OrderReceived.class,
          Reserve.class,
          Reserved.class,
          ReservationRefused.class,
          Commit.class,
          Assigned.class,
          AssignmentFailed.class,
          ReservationExpired.class,
          OrderPlaced.class,
          OrderRejected.class,
          CancelRefused.class,
          DeadLetterHeaders.class,
          ResendMark.class,
          Release.class,
          Released.class,
          PickOrder.class,
          DeliverOrder.class,
          DeliveryCompleted.class);

  private Course() {}

  /** Returns the position of an event in the life of an order; unrelated events come first. */
  public static int step(Object body) {
    return STEPS.indexOf(body.getClass());
  }
}
