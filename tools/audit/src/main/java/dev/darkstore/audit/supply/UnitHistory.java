package dev.darkstore.audit.supply;

import dev.darkstore.audit.finding.History;
import dev.darkstore.audit.finding.Invariant;
import dev.darkstore.audit.record.UnitId;
import dev.darkstore.schemas.BranchName;
import java.util.PriorityQueue;

/**
 * History of one unit, merged from two topics whose records arrive in any interleaving: supply, and
 * changes by orders. The numbers of the changes give their order, and each refers to the last
 * supply record before it: so there is one history, which is replayed as far as it is known.
 * Replayed records are dropped.
 */
public abstract class UnitHistory {
  /** Overdue time for the end: everything was read, nothing can follow. */
  public static final long ALL_IS_OVERDUE = Long.MAX_VALUE;

  /** Overdue time while reading: a missing record may still follow. */
  static final long NOTHING_IS_OVERDUE = Long.MIN_VALUE;

  /** Offset for: no supply record was applied yet. */
  static final long NO_SUPPLY = -1;

  private final UnitId id;
  private final History history;
  private PriorityQueue<UnitChange> waiting;
  private long lastNumber;
  private long mentionedNumber;
  private long firstNumber;
  private long lastDecidedAtMillis = Long.MIN_VALUE;
  private boolean begun;
  private long appliedOffset = NO_SUPPLY;

  public UnitHistory(UnitId id, History history) {
    this.id = id;
    this.history = history;
    this.begun = history.isWhole();
  }

  /** Returns true if a change can be applied: all its predecessors are known. */
  abstract boolean isReady(UnitChange change);

  /** Applies the supply up to the change, and the change; reports contradictions. */
  abstract void apply(UnitChange change);

  /** Initializes the history from a change whose predecessors are missing. */
  abstract void begin(UnitChange change);

  public final UnitId id() {
    return id;
  }

  /** Returns the offset of the last applied supply record, or -1. */
  final long appliedOffset() {
    return appliedOffset;
  }

  /** Notes a change, possibly before an earlier one. */
  public final void add(UnitChange change) {
    if (waiting == null || waiting.isEmpty()) {
      if (change.number() == lastNumber + 1 && begun && isReady(change)) {
        applyNext(change);
        return;
      }
      if (waiting == null) {
        waiting = new PriorityQueue<>(2);
      }
    }
    waiting.add(change);
    advance(NOTHING_IS_OVERDUE);
  }

  /**
   * Replays what is known.
   *
   * @param overdueBeforeMillis time before which predecessors of a decided change count as missing
   */
  final void advance(long overdueBeforeMillis) {
    while (waiting != null && !waiting.isEmpty()) {
      UnitChange next = waiting.peek();
      boolean overdue =
          overdueBeforeMillis == ALL_IS_OVERDUE || next.decidedAtMillis() < overdueBeforeMillis;
      if (!begun) {
        begin(next);
        begun = true;
        firstNumber = next.number();
        done(next);
      } else if (next.number() <= lastNumber) {
        repeated(next);
      } else if (next.number() == lastNumber + 1 && (overdue || isReady(next))) {
        applyNext(next);
      } else if (next.number() > lastNumber + 1 && overdue) {
        gap(next);
        begin(next);
        done(next);
      } else {
        return;
      }
      waiting.poll();
    }
    waiting = null;
  }

  /** Notes a reference to a change, which must therefore exist. */
  final void mention(long number) {
    mentionedNumber = Math.max(mentionedNumber, number);
  }

  /** Reports changes that were referred to, but have no event. */
  final void checkMentioned() {
    if (mentionedNumber > lastNumber && history.isWhole()) {
      report(Invariant.NOTHING_LOST, missing(lastNumber + 1, mentionedNumber));
    }
  }

  /** Returns true if a change waits for its predecessors. */
  final boolean isWaiting() {
    return waiting != null;
  }

  /** Returns the waiting change with this number, or null. */
  final UnitChange waitingChange(long number) {
    if (waiting != null) {
      for (UnitChange change : waiting) {
        if (change.number() == number) {
          return change;
        }
      }
    }
    return null;
  }

  public final void report(Invariant invariant, String sentence) {
    history.violations().ofUnit(invariant, id, sentence);
  }

  public final void report(Invariant invariant, UnitChange change, String sentence) {
    if (change.decidedAtMillis() < history.sinceMillis()) {
      return;
    }
    if (change.movement() != null) {
      report(
          invariant, "change %d, %s: %s".formatted(change.number(), change.movement(), sentence));
      return;
    }
    history
        .violations()
        .ofUnit(
            invariant,
            id,
            change.orderId(),
            "change %d, by order %s: %s".formatted(change.number(), change.orderId(), sentence));
  }

  public final Invariant invariant() {
    return id.branch().equals(BranchName.STORE) ? Invariant.STOCK : Invariant.AGENTS;
  }

  private void applyNext(UnitChange change) {
    if (change.supplyOffset() < appliedOffset) {
      report(
          invariant(),
          change,
          "it names supply record %d, but the change before it named %d already"
              .formatted(change.supplyOffset(), appliedOffset));
    }
    apply(change);
    done(change);
  }

  private void done(UnitChange change) {
    lastNumber = change.number();
    lastDecidedAtMillis = change.decidedAtMillis();
    appliedOffset = Math.max(appliedOffset, change.supplyOffset());
  }

  private void repeated(UnitChange change) {
    // Some changes before the initial one may be read, later.
    if (history.isWhole() || change.number() > firstNumber) {
      report(invariant(), change, "another change has this number already");
    }
  }

  private void gap(UnitChange next) {
    if (history.isWhole() || lastDecidedAtMillis >= history.sinceMillis()) {
      report(Invariant.NOTHING_LOST, missing(lastNumber + 1, next.number() - 1));
    }
  }

  private static String missing(long first, long last) {
    return first == last
        ? "change %d is missing".formatted(first)
        : "changes %d to %d are missing".formatted(first, last);
  }
}
