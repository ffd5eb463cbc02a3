package dev.darkstore.runtime.participant;

import dev.darkstore.protocol.Reason;
import dev.darkstore.protocol.Refusal;
import dev.darkstore.runtime.state.ClosedStore;
import dev.darkstore.runtime.state.StateSerde;
import dev.darkstore.runtime.state.TaskMark;
import dev.darkstore.state.SeenUpdateState;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Function;
import org.apache.kafka.streams.state.WindowStore;

/**
 * Record of answered supply: by position, so that a record read twice counts once, and by update
 * id, so that an update sent twice counts once.
 */
final class SupplyBook {
  private static final int FINGERPRINT_BYTES = 16;

  private static final StateSerde<SeenUpdateState, SeenUpdateState> SERDE =
      new StateSerde<>(SeenUpdateState.class, Function.identity(), (key, state) -> state);

  private final TaskMark mark;
  private final ClosedStore<SeenUpdateState> updates;

  SupplyBook(WindowStore<String, byte[]> store, TaskMark mark) {
    this.mark = mark;
    this.updates = new ClosedStore<>(store, mark, SERDE);
  }

  /** Verdict about a supply record before it is applied. */
  sealed interface Verdict {
    /** Not known: it is to be applied. */
    record New() implements Verdict {}

    /** Read and answered before. */
    record Answered() implements Verdict {}

    /** The record at this offset carried the update before. */
    record Repeated(long firstOffset) implements Verdict {}

    /** The update id was used for another update. */
    record Reused(Refusal refusal) implements Verdict {}
  }

  /**
   * Judges a supply record.
   *
   * @param content content of the record, equal in a repeat
   */
  Verdict judge(String branchKey, Optional<String> updateId, byte[] content, long offset) {
    if (offset <= mark.supplyPosition()) {
      return new Verdict.Answered();
    }
    Optional<SeenUpdateState> seen = updateId.flatMap(id -> updates.get(key(branchKey, id)));
    if (seen.isEmpty()) {
      return new Verdict.New();
    }
    return seen.get().getFingerprint().equals(fingerprint(content))
        ? new Verdict.Repeated(seen.get().getSupplyOffset())
        : new Verdict.Reused(
            Refusal.of(
                Reason.UPDATE_ID_REUSED,
                "update %s was another update before, at offset %s"
                    .formatted(updateId.orElseThrow(), seen.get().getSupplyOffset())));
  }

  /** Notes that a record was answered. */
  void answered(long offset) {
    mark.suppliedUpTo(offset);
  }

  /** Notes the identity of a record that was applied. */
  void applied(String branchKey, String updateId, byte[] content, long offset, long nowMillis) {
    updates.put(
        key(branchKey, updateId), new SeenUpdateState(fingerprint(content), offset), nowMillis);
  }

  private static String key(String branchKey, String updateId) {
    return branchKey + '/' + updateId;
  }

  private static String fingerprint(byte[] content) {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(content), 0, FINGERPRINT_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
