package dev.darkstore.audit.order;

import dev.darkstore.audit.record.Digest;
import dev.darkstore.events.Assignment;
import dev.darkstore.events.OrderPlaced;
import dev.darkstore.events.OrderRejected;
import dev.darkstore.events.Reason;
import dev.darkstore.events.Refusal;
import dev.darkstore.events.Shortage;
import java.util.List;

/**
 * Outcome of an order, as published.
 *
 * @param reason reason of the rejection; null if it was placed
 * @param digest digest of the rest of the event, in {@value #DIGEST_BITS} bits
 */
record AuditedOutcome(Reason reason, int digest) {
  static final int DIGEST_BITS = 24;
  private static final List<Reason> REASONS = List.of(Reason.values());

  static AuditedOutcome of(OrderPlaced placed) {
    long digest = 0;
    for (Assignment assignment : placed.getAssignments()) {
      digest = Digest.of(digest, Digest.of(assignment.getBranch()));
      for (String unit : assignment.getUnits()) {
        digest = Digest.of(digest, Digest.of(unit));
      }
    }
    return new AuditedOutcome(null, shortened(digest));
  }

  static AuditedOutcome of(OrderRejected rejected) {
    Refusal refusal = rejected.getRefusal();
    long digest = Digest.of(refusal.getDetail());
    for (Shortage shortage : refusal.getShortages()) {
      digest = Digest.of(digest, Digest.of(shortage.getSku(), shortage.getWanted()));
      digest = Digest.of(digest, shortage.getAvailable());
    }
    return new AuditedOutcome(refusal.getReason(), shortened(digest));
  }

  private static int shortened(long digest) {
    return (int) (digest >>> (Long.SIZE - DIGEST_BITS));
  }

  boolean isPlaced() {
    return reason == null;
  }

  /** Returns the code; 0 for a placed order. */
  int code() {
    return reason == null ? 0 : REASONS.indexOf(reason) + 1;
  }

  static AuditedOutcome ofCode(int code, int digest) {
    return new AuditedOutcome(code == 0 ? null : REASONS.get(code - 1), digest);
  }

  @Override
  public String toString() {
    return isPlaced() ? "placed" : "rejected (" + reason + ")";
  }
}
