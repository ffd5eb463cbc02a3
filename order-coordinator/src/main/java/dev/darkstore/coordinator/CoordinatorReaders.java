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

/** Makes the coordinator's messages of records. */
final class CoordinatorReaders {
  private CoordinatorReaders() {}

  /** Reads what customers ask for; what breaks the contract is a message too, if its id is sure. */
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
              CommonMapping.lines(place.getLines())),
          origin.offset(),
          origin.ageMillis());
    }
    if (body instanceof CancelOrder) {
      return new CoordinatorMessage.CancelOrder();
    }
    throw new IllegalStateException("unhandled request " + body.getClass());
  }

  /** Reads events of the participant of this branch. */
  static RecordReader<CoordinatorMessage> reply(BranchRoute route) {
    return (key, value, origin) -> reply(route, ServiceRecords.event(key, value));
  }

  /**
   * Reads votes of the participant of this branch. A vote is Reserved like the one that follows in
   * the participant's Kafka transaction, if that is committed: it leads to Commit, and no further,
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
