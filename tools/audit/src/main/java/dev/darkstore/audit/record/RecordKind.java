package dev.darkstore.audit.record;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Kinds of records of an order, or of causes. */
public enum RecordKind {
  PLACE_ORDER("PlaceOrder"),
  CANCEL_ORDER("CancelOrder"),
  RESERVE("Reserve"),
  COMMIT("Commit"),
  RELEASE("Release"),
  SETTLE("Settle"),
  RESERVED("Reserved"),
  RESERVATION_REFUSED("ReservationRefused"),
  RESERVATION_EXPIRED("ReservationExpired"),
  ASSIGNED("Assigned"),
  ASSIGNMENT_FAILED("AssignmentFailed"),
  RELEASED("Released"),
  ORDER_RECEIVED("OrderReceived"),
  ORDER_PLACED("OrderPlaced"),
  ORDER_REJECTED("OrderRejected"),
  CANCEL_REFUSED("CancelRefused"),
  PICK_ORDER("PickOrder"),
  DELIVER_ORDER("DeliverOrder"),
  /** Deadline, which is no record. */
  TIMER("timer"),
  /** Record without an order: stock or agents. */
  SUPPLY("supply");

  private static final Map<String, RecordKind> BY_BODY =
      Arrays.stream(values()).collect(Collectors.toMap(RecordKind::text, Function.identity()));

  private final String text;

  RecordKind(String text) {
    this.text = text;
  }

  /** Returns the kind of a record with this body. */
  public static RecordKind of(Object body) {
    RecordKind kind = BY_BODY.get(body.getClass().getSimpleName());
    if (kind == null) {
      throw new IllegalStateException("unhandled body " + body.getClass());
    }
    return kind;
  }

  public String text() {
    return text;
  }

  /**
   * Returns true for requests, which may be sent by a decision that is rolled back: their effect
   * can be undone.
   */
  public boolean isRequest() {
    return this == RESERVE || this == COMMIT;
  }

  /** Returns true if other records can follow from it. */
  public boolean isCause() {
    return switch (this) {
      case PLACE_ORDER,
          CANCEL_ORDER,
          RESERVE,
          COMMIT,
          RELEASE,
          RESERVED,
          RESERVATION_REFUSED,
          RESERVATION_EXPIRED,
          ASSIGNED,
          ASSIGNMENT_FAILED,
          RELEASED,
          TIMER,
          SUPPLY ->
          true;
      case SETTLE,
          ORDER_RECEIVED,
          ORDER_PLACED,
          ORDER_REJECTED,
          CANCEL_REFUSED,
          PICK_ORDER,
          DELIVER_ORDER ->
          false;
    };
  }

  /**
   * Returns the kinds of possible causes. A repeated PlaceOrder or CancelOrder is answered with the
   * progress so far.
   */
  public Set<RecordKind> causes() {
    return switch (this) {
      case PLACE_ORDER, CANCEL_ORDER, TIMER, SUPPLY -> EnumSet.noneOf(RecordKind.class);
      case RESERVE -> EnumSet.of(PLACE_ORDER, TIMER);
      case COMMIT -> EnumSet.of(RESERVED, TIMER);
      case RELEASE ->
          EnumSet.of(
              PLACE_ORDER,
              CANCEL_ORDER,
              RESERVED,
              RESERVATION_REFUSED,
              RESERVATION_EXPIRED,
              ASSIGNED,
              ASSIGNMENT_FAILED,
              TIMER);
      case SETTLE, PICK_ORDER, DELIVER_ORDER -> EnumSet.of(ASSIGNED);
      case RESERVED -> EnumSet.of(RESERVE, SUPPLY);
      case RESERVATION_REFUSED -> EnumSet.of(RESERVE);
      case RESERVATION_EXPIRED -> EnumSet.of(RESERVE, COMMIT, TIMER, SUPPLY);
      case ASSIGNED, ASSIGNMENT_FAILED -> EnumSet.of(COMMIT);
      case RELEASED -> EnumSet.of(RELEASE);
      case ORDER_RECEIVED -> EnumSet.of(PLACE_ORDER);
      case ORDER_PLACED -> EnumSet.of(ASSIGNED, PLACE_ORDER);
      case ORDER_REJECTED ->
          EnumSet.of(
              PLACE_ORDER,
              CANCEL_ORDER,
              RESERVED,
              RESERVATION_REFUSED,
              RESERVATION_EXPIRED,
              ASSIGNED,
              ASSIGNMENT_FAILED,
              TIMER);
      case CANCEL_REFUSED -> EnumSet.of(CANCEL_ORDER);
    };
  }
}
