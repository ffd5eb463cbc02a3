package dev.darkstore.schemas;

import java.util.Objects;
import java.util.Optional;

/**
 * Record that violates the contract and must go to the dead letters. The defect is in the input,
 * not in the code, and may occur in masses: so there is no stack trace.
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

  /** Creates an exception; {@code detail} is one sentence that describes the violation. */
  public UnreadableRecordException(DeadLetterReason reason, String detail) {
    this(reason, detail, ReadablePart.NONE);
  }

  /** Returns the reason, for programs. */
  public DeadLetterReason reason() {
    return reason;
  }

  /** Returns the detail: one sentence, for people. */
  public String detail() {
    return getMessage();
  }

  /**
   * Returns the id in the record, if it could still be decoded. From {@link EventCodec} it is
   * unchecked. From {@link ClientRecords} it is the id of the order to be placed: the record is a
   * PlaceOrder, and the id is well-formed and equals the record's key.
   */
  public Optional<String> orderId() {
    return Optional.ofNullable(orderId);
  }

  /** Returns the name of the record's body, if it could still be decoded. */
  Optional<String> body() {
    return Optional.ofNullable(body);
  }

  UnreadableRecordException withOrderId(Optional<String> checked) {
    return new UnreadableRecordException(reason, detail(), new ReadablePart(checked, body()));
  }
}
