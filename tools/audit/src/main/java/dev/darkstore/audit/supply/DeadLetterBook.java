package dev.darkstore.audit.supply;

import dev.darkstore.audit.finding.Invariant;
import dev.darkstore.audit.finding.Violations;
import dev.darkstore.audit.record.Position;
import dev.darkstore.schemas.DeadLetterReason;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.function.BiPredicate;
import java.util.function.Predicate;

/**
 * Matches dead letters with the records that must have become one, in any reading order. Keeps only
 * unmatched items, and a bit for each matched record: when a service's offsets are lost it reads
 * its topics again, and repeats the letters. Only supply that was refused by its content has a
 * position in the participant's state, so its letters are never repeated.
 */
public final class DeadLetterBook {
  private static final int PAGE_RECORDS = 10_000;
  private static final BitSet NONE = new BitSet();

  private final Violations violations;
  private final long sinceMillis;
  private final Map<Position, Due> due = new HashMap<>();
  private final Map<Position, Letter> early = new HashMap<>();

  /** Bits of explained records, by page. */
  private final Map<Position, BitSet> explained = new HashMap<>();

  /**
   * Record that must, or may, be among the dead letters.
   *
   * @param why reason; null if it need not be there
   */
  private record Due(long timestampMillis, String why) {}

  /**
   * Dead letter.
   *
   * @param ageMillis age of its record when the letter was written; 0 if unknown
   * @param key key of the record, as text
   */
  public record Letter(
      long timestampMillis, DeadLetterReason reason, long ageMillis, String key, Position at) {}

  /**
   * Creates an empty book.
   *
   * @param sinceMillis time of the first letter that is checked
   */
  public DeadLetterBook(Violations violations, long sinceMillis) {
    this.violations = violations;
    this.sinceMillis = sinceMillis;
  }

  /** Expects the record among the dead letters. */
  public void expect(Position position, long timestampMillis, String why) {
    if (early.remove(position) == null) {
      due.put(position, new Due(timestampMillis, why));
    } else {
      noteExplained(position);
    }
  }

  /** Allows the record among the dead letters. */
  public void allow(Position position, long timestampMillis) {
    if (early.remove(position) == null) {
      due.putIfAbsent(position, new Due(timestampMillis, null));
    } else {
      noteExplained(position);
    }
  }

  /** Notes a dead letter that was read before its record. */
  public void arrived(Position source, Letter letter) {
    if (due.remove(source) != null) {
      noteExplained(source);
    } else if (mayRepeat(letter)) {
      if (!isExplained(source)) {
        early.putIfAbsent(source, letter);
      }
    } else if (early.putIfAbsent(source, letter) != null) {
      report(source, letter);
    }
  }

  /** Removes the dead letters that have another explanation. */
  public void explain(BiPredicate<Position, Letter> isExplained) {
    early
        .entrySet()
        .removeIf(
            entry -> {
              boolean isToGo = isExplained.test(entry.getKey(), entry.getValue());
              if (isToGo) {
                noteExplained(entry.getKey());
              }
              return isToGo;
            });
  }

  /**
   * Reports older items without a match.
   *
   * @param isHandled predicate: true if a service has processed a record, so that its dead letter
   *     is due
   */
  public void check(long beforeMillis, Predicate<Position> isHandled) {
    for (Iterator<Map.Entry<Position, Due>> i = due.entrySet().iterator(); i.hasNext(); ) {
      Map.Entry<Position, Due> entry = i.next();
      if (entry.getValue().timestampMillis() < beforeMillis && isHandled.test(entry.getKey())) {
        i.remove();
        if (entry.getValue().why() != null) {
          violations.ofRecord(
              Invariant.NOTHING_LOST,
              entry.getKey().toString(),
              "it is not in the dead letters, though " + entry.getValue().why());
        }
      }
    }
    for (Iterator<Map.Entry<Position, Letter>> i = early.entrySet().iterator(); i.hasNext(); ) {
      Map.Entry<Position, Letter> entry = i.next();
      Letter letter = entry.getValue();
      if (letter.timestampMillis() < beforeMillis) {
        i.remove();
        // Older ones may belong to a record from before the beginning of the log.
        if (letter.timestampMillis() >= sinceMillis) {
          report(entry.getKey(), letter);
        }
      }
    }
  }

  private void noteExplained(Position source) {
    explained
        .computeIfAbsent(pageOf(source), page -> new BitSet(PAGE_RECORDS))
        .set((int) (source.offset() % PAGE_RECORDS));
  }

  private static boolean mayRepeat(Letter letter) {
    return switch (letter.reason()) {
      case UNREADABLE,
          INVALID,
          KEY_MISMATCH,
          TOO_LARGE,
          WRONG_PARTITION,
          ORDER_ID_REUSED,
          OLDER_THAN_RETENTION ->
          true;
      case WRITE_OFF_EXCEEDS_STOCK, UPDATE_ID_REUSED, UNKNOWN_AGENT, AGENT_NOT_ON_ORDER -> false;
    };
  }

  private boolean isExplained(Position source) {
    return explained.getOrDefault(pageOf(source), NONE).get((int) (source.offset() % PAGE_RECORDS));
  }

  private static Position pageOf(Position source) {
    return new Position(source.topic(), source.partition(), source.offset() / PAGE_RECORDS);
  }

  private void report(Position source, Letter letter) {
    boolean isAboutStock = letter.reason() == DeadLetterReason.WRITE_OFF_EXCEEDS_STOCK;
    violations.ofRecord(
        isAboutStock ? Invariant.STOCK : Invariant.NOTHING_LOST,
        letter.at().toString(),
        "a dead letter (%s) of %s, which was carried out, or is a dead letter already"
            .formatted(letter.reason(), source));
  }
}
