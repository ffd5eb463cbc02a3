package dev.darkstore.coordinator;

import dev.darkstore.events.CancelOrder;
import dev.darkstore.events.OrderRequest;
import dev.darkstore.events.PlaceOrder;
import dev.darkstore.protocol.BranchEvent;
import dev.darkstore.protocol.Order;
import dev.darkstore.protocol.coordinator.CoordinatorMessage;
import dev.darkstore.runtime.intake.RecordReader;
import dev.darkstore.runtime.wire.BranchMapping;
import dev.darkstore.runtime.wire.CommonMapping;
import dev.darkstore.schemas.ClientRecords;
import dev.darkstore.schemas.DeadLetterReason;
import dev.darkstore.schemas.ServiceRecords;
import dev.darkstore.schemas.UnreadableRecordException;
import java.util.Optional;

/** Decoders of records into the coordinator's messages. */
final class CoordinatorReaders {
  private CoordinatorReaders() {}

  /** Decodes a customer's request; an invalid order is a message too, if its id is certain. */
  static CoordinatorMessage order(byte[] key, byte[] value, RecordReader.Origin origin)
      throws UnreadableRecordException {
    OrderRequest request;
    try {
      request = ClientRecords.order(key, value);
    } catch (UnreadableRecordException e) {
      if (e.orderId().isEmpty()) {
        throw e;
      }
      return new CoordinatorMessage.PlaceInvalidOrder(
          e.orderId().get(), e.detail(), origin.ageMillis());
    }
    Object body = request.getBody();
    if (body instanceof PlaceOrder place) {
      return new CoordinatorMessage.PlaceOrder(
          new Order(
              request.getOrderId(),
              place.getCustomerId(),
              place.getStoreId(),
              place.getZoneId(),
              CommonMapping.lines(place.getLines()),
              place.getAttributes()),
          origin.offset(),
          origin.ageMillis());
    }
    if (body instanceof CancelOrder) {
      return new CoordinatorMessage.CancelOrder();
    }
    throw new IllegalStateException("unhandled request " + body.getClass());
  }

  /** Returns a decoder of events of this branch's participant. */
  static RecordReader<CoordinatorMessage> reply(BranchRoute route) {
    return (key, value, origin) -> reply(route, ServiceRecords.event(key, value));
  }

  /**
   * Returns a decoder of votes of this branch's participant. A vote equals the Reserved that
   * follows in the participant's Kafka transaction if that commits: it leads to Commit at most,
   * since an order is placed only after Assigned.
   */
  static RecordReader<CoordinatorMessage> vote(BranchRoute route) {
    return (key, value, origin) -> reply(route, ServiceRecords.vote(key, value));
  }

  private static CoordinatorMessage reply(
      BranchRoute route, dev.darkstore.events.BranchEvent written)
      throws UnreadableRecordException {
    BranchEvent event = BranchMapping.event(written);
    Optional<String> violation = route.violation(event);
    if (violation.isPresent()) {
      throw new UnreadableRecordException(DeadLetterReason.INVALID, violation.get());
    }
    return new CoordinatorMessage.BranchReply(
        route.branch().name(), written.getTransactionId(), event);
  }
}
