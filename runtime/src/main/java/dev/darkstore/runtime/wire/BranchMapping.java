package dev.darkstore.runtime.wire;

import static dev.darkstore.runtime.wire.CommonMapping.holding;
import static dev.darkstore.runtime.wire.CommonMapping.lines;
import static dev.darkstore.runtime.wire.CommonMapping.reason;
import static dev.darkstore.runtime.wire.CommonMapping.refusal;
import static dev.darkstore.runtime.wire.CommonMapping.wireHolding;
import static dev.darkstore.runtime.wire.CommonMapping.wireLines;
import static dev.darkstore.runtime.wire.CommonMapping.wireReason;
import static dev.darkstore.runtime.wire.CommonMapping.wireRefusal;

import dev.darkstore.events.Assigned;
import dev.darkstore.events.AssignmentFailed;
import dev.darkstore.events.BranchRelease;
import dev.darkstore.events.Commit;
import dev.darkstore.events.Release;
import dev.darkstore.events.Released;
import dev.darkstore.events.ReservationExpired;
import dev.darkstore.events.ReservationRefused;
import dev.darkstore.events.Reserve;
import dev.darkstore.events.Reserved;
import dev.darkstore.events.Settle;
import dev.darkstore.protocol.BranchCommand;
import dev.darkstore.protocol.BranchEvent;
import dev.darkstore.protocol.Order;
import java.time.Instant;

/** Mapping of the messages between the coordinator and a participant. */
public final class BranchMapping {
  private BranchMapping() {}

  /** Encodes a request: Reserve or Commit. */
  public static dev.darkstore.events.BranchCommand request(
      String orderId, String branchKey, long transactionId, BranchCommand command) {
    return new dev.darkstore.events.BranchCommand(orderId, branchKey, transactionId, body(command));
  }

  /** Encodes the end of an order: Release or Settle. */
  public static BranchRelease release(
      String orderId, String branchKey, long transactionId, BranchCommand command) {
    return new BranchRelease(orderId, branchKey, transactionId, body(command));
  }

  private static Object body(BranchCommand command) {
    if (command instanceof BranchCommand.Reserve reserve) {
      Order order = reserve.order();
      return new Reserve(
          reserve.holdMillis(),
          order.customerId(),
          order.storeId(),
          order.zoneId(),
          wireLines(order.lines()),
          order.attributes());
    }
    if (command instanceof BranchCommand.Commit commit) {
      return new Commit(commit.attempt());
    }
    if (command instanceof BranchCommand.Release release) {
      return new Release(release.attempt());
    }
    if (command instanceof BranchCommand.Settle) {
      return new Settle();
    }
    throw new IllegalStateException("unhandled command " + command);
  }

  /**
   * Decodes a request.
   *
   * @param outdated true if the record is older than the retention of outcomes
   */
  public static BranchCommand command(dev.darkstore.events.BranchCommand wire, boolean outdated) {
    Object body = wire.getBody();
    if (body instanceof Reserve reserve) {
      return new BranchCommand.Reserve(
          new Order(
              wire.getOrderId(),
              reserve.getCustomerId(),
              reserve.getStoreId(),
              reserve.getZoneId(),
              lines(reserve.getLines()),
              reserve.getAttributes()),
          reserve.getHoldMillis(),
          outdated);
    }
    if (body instanceof Commit commit) {
      return new BranchCommand.Commit(commit.getAttempt());
    }
    if (body instanceof Release release) {
      return new BranchCommand.Release(release.getAttempt());
    }
    throw new IllegalStateException("unhandled command " + body.getClass());
  }

  /** Decodes the end of an order. */
  public static BranchCommand command(BranchRelease wire) {
    Object body = wire.getBody();
    if (body instanceof Release release) {
      return new BranchCommand.Release(release.getAttempt());
    }
    if (body instanceof Settle) {
      return new BranchCommand.Settle();
    }
    throw new IllegalStateException("unhandled release " + body.getClass());
  }

  /** Encodes an event. */
  public static dev.darkstore.events.BranchEvent wire(
      String orderId, String branchKey, long transactionId, long nowMillis, BranchEvent event) {
    return new dev.darkstore.events.BranchEvent(
        orderId, branchKey, transactionId, Instant.ofEpochMilli(nowMillis), body(event));
  }

  private static Object body(BranchEvent event) {
    if (event instanceof BranchEvent.Reserved reserved) {
      return new Reserved(
          wireHolding(reserved.holding()),
          Instant.ofEpochMilli(reserved.expiresAtMillis()),
          reserved.leftMillis());
    }
    if (event instanceof BranchEvent.ReservationRefused refused) {
      return new ReservationRefused(wireRefusal(refused.refusal()));
    }
    if (event instanceof BranchEvent.ReservationExpired expired) {
      return new ReservationExpired(
          wireReason(expired.reason()),
          wireHolding(expired.holding()),
          Instant.ofEpochMilli(expired.expiresAtMillis()));
    }
    if (event instanceof BranchEvent.Assigned assigned) {
      return new Assigned(wireHolding(assigned.holding()));
    }
    if (event instanceof BranchEvent.AssignmentFailed failed) {
      return new AssignmentFailed(failed.retryable(), wireRefusal(failed.refusal()));
    }
    if (event instanceof BranchEvent.Released released) {
      return new Released(wireHolding(released.holding()));
    }
    throw new IllegalStateException("unhandled event " + event);
  }

  /** Decodes an event. */
  public static BranchEvent event(dev.darkstore.events.BranchEvent wire) {
    Object body = wire.getBody();
    if (body instanceof Reserved reserved) {
      return new BranchEvent.Reserved(
          holding(reserved.getHolding()),
          reserved.getExpiresAt().toEpochMilli(),
          reserved.getLeftMillis());
    }
    if (body instanceof ReservationRefused refused) {
      return new BranchEvent.ReservationRefused(refusal(refused.getRefusal()));
    }
    if (body instanceof ReservationExpired expired) {
      return new BranchEvent.ReservationExpired(
          reason(expired.getReason()),
          holding(expired.getHolding()),
          expired.getExpiresAt().toEpochMilli());
    }
    if (body instanceof Assigned assigned) {
      return new BranchEvent.Assigned(holding(assigned.getHolding()));
    }
    if (body instanceof AssignmentFailed failed) {
      return new BranchEvent.AssignmentFailed(refusal(failed.getRefusal()), failed.getRetryable());
    }
    if (body instanceof Released released) {
      return new BranchEvent.Released(holding(released.getHolding()));
    }
    throw new IllegalStateException("unhandled event " + body.getClass());
  }
}
