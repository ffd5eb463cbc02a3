package dev.darkstore.schemas;

import java.util.Objects;
import java.util.Optional;

/**
 * A record breaks the contract and is to go to the dead letters. The fault is the record's, not the
 * code's, and there may be a flood of them: so there is no stack trace.
 */
public final class UnreadableRecordException extends Exception {
  private static final long serialVersionUID = 1L;

  private final DeadLetterReason reason;
  private final String orderId;
  private final String body;

  UnreadableRecordException(DeadLetterReason reason, String detail, ReadablePart readable) {
    super(Objects.requireNonNull(detail, "detail"), null, false, false);
    this.reason = Objects.requireNonNull(reason, "reason");
    this.orderId = readable.orderId().orElse(null);
    this.body = readable.body().orElse(null);
  }

  /** A record that breaks the contract; {@code detail} is one sentence that says how. */
  public UnreadableRecordException(DeadLetterReason reason, String detail) {
    this(reason, detail, ReadablePart.NONE);
  }

  /** The short form. */
  public DeadLetterReason reason() {
    return reason;
  }

  /** One sentence, for people. */
  public String detail() {
    return getMessage();
  }

  /**
   * Returns the id that the record names, if it could still be read. From {@link EventCodec} it is
   * unchecked and may be anything. From {@link ClientRecords} it is the id of the order that the
   * record was to place: the record is a PlaceOrder, and the id has the form of an id and equals
   * the record's key.
   */
  public Optional<String> orderId() {
    return Optional.ofNullable(orderId);
  }

  /** Returns the name of the record's body, if it could still be read. */
  Optional<String> body() {
    return Optional.ofNullable(body);
  }

  UnreadableRecordException withOrderId(Optional<String> checked) {
    return new UnreadableRecordException(reason, detail(), new ReadablePart(checked, body()));
  }
}
