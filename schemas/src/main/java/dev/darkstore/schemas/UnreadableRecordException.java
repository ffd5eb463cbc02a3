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

  UnreadableRecordException(DeadLetterReason reason, String detail, Optional<String> orderId) {
    super(Objects.requireNonNull(detail, "detail"), null, false, false);
    this.reason = Objects.requireNonNull(reason, "reason");
    this.orderId = orderId.orElse(null);
  }

  /** A record that breaks the contract; {@code detail} is one sentence that says how. */
  public UnreadableRecordException(DeadLetterReason reason, String detail) {
    this(reason, detail, Optional.empty());
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
   * The order's id, if it could still be read. From {@link EventCodec} it is what the record says
   * and may be anything; from {@link ClientRecords} it also has the form of an id and equals the
   * record's key.
   */
  public Optional<String> orderId() {
    return Optional.ofNullable(orderId);
  }

  UnreadableRecordException withOrderId(Optional<String> trusted) {
    return new UnreadableRecordException(reason, detail(), trusted);
  }
}
