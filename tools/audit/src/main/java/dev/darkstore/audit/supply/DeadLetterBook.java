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
 * Matches dead letters with the records that had to become one, whichever is read first. Keeps only
 * what has no match yet, and a bit for each record that has: when a service's offsets are lost it
 * reads its topics again, and writes the same letters once more. Only supply that was refused by
 * its content has a position in the participant's state, so its letters are never repeated.
 */
public final class DeadLetterBook {
  private static final int PAGE_RECORDS = 10_000;
  private static final BitSet NONE = new BitSet();

  private final Violations violations;
  private final long sinceMillis;
  private final Map<Position, Due> due = new HashMap<>();
  private final Map<Position, Letter> early = new HashMap<>();

  /** Bits of explained records, by the page that they lie in. */
  private final Map<Position, BitSet> explained = new HashMap<>();

  /**
   * A record that has to be in the dead letters, or may be.
   *
   * @param why null if it need not be there
   */
  private record Due(long timestampMillis, String why) {}

  /**
   * A dead letter.
   *
   * @param ageMillis how old its record was when it was put there; 0 if that is not said
   * @param key the record's key, as text
   */
  public record Letter(
      long timestampMillis, DeadLetterReason reason, long ageMillis, String key, Position at) {}

  /**
   * A book without letters.
   *
   * @param sinceMillis letters from before this are not judged
   */
  public DeadLetterBook(Violations violations, long sinceMillis) {
    this.violations = violations;
    this.sinceMillis = sinceMillis;
  }

  /** The record has to be in the dead letters. */
  public void expect(Position position, long timestampMillis, String why) {
    if (early.remove(position) == null) {
      due.put(position, new Due(timestampMillis, why));
    } else {
      noteExplained(position);
    }
  }

  /** The record may be in the dead letters. */
  public void allow(Position position, long timestampMillis) {
    if (early.remove(position) == null) {
      due.putIfAbsent(position, new Due(timestampMillis, null));
    } else {
      noteExplained(position);
    }
  }

  /** A dead letter was read before it was known whether it is due. */
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

  /** Takes out those dead letters that have another explanation. */
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
   * Reports what has no match and is older.
   *
   * @param isHandled whether a service has come to a record, so that its dead letter is due
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
        // What is older may be of a record from before what is read.
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
        "a dead letter (%s) of %s, which was carried out, or is in the dead letters already"
            .formatted(letter.reason(), source));
  }
}
