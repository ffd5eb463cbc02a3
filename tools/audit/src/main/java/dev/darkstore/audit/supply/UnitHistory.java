package dev.darkstore.audit.supply;

import dev.darkstore.audit.finding.History;
import dev.darkstore.audit.finding.Invariant;
import dev.darkstore.audit.record.UnitId;
import java.util.PriorityQueue;

/**
 * The history of one unit, put together from two topics whose records come in any interleaving:
 * what was supplied, and what orders took and gave back. The numbers of the changes give their
 * order, and each names the supply record that came last before it: so there is one history, and it
 * is replayed as far as it is known. What was replayed is dropped.
 */
public abstract class UnitHistory {
  /**
   * As the time before which everything is overdue: everything was read, nothing can still come.
   */
  public static final long ALL_IS_OVERDUE = Long.MAX_VALUE;

  /** As the time before which everything is overdue: whatever is missing may still come. */
  static final long NOTHING_IS_OVERDUE = Long.MIN_VALUE;

  /** As an offset: no supply record was applied yet. */
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

  /** Returns true if a change can be applied by now: everything that came before it is known. */
  abstract boolean isReady(UnitChange change);

  /** Applies the supply up to the change, and the change; reports what does not add up. */
  abstract void apply(UnitChange change);

  /** Takes over what a change says, because what came before it is not there. */
  abstract void begin(UnitChange change);

  public final UnitId id() {
    return id;
  }

  /** The offset of the last supply record that was applied, or -1. */
  final long appliedOffset() {
    return appliedOffset;
  }

  /** A change was told, perhaps before an earlier one. */
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
   * @param overdueBeforeMillis whatever a change that was decided before this waits for is missing
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

  /** An order has what this change gave it: so there must be that change. */
  final void mention(long number) {
    mentionedNumber = Math.max(mentionedNumber, number);
  }

  /** Reports a change that was mentioned, but never told. */
  final void checkMentioned() {
    if (mentionedNumber > lastNumber && history.isWhole()) {
      report(Invariant.NOTHING_LOST, missing(lastNumber + 1, mentionedNumber));
    }
  }

  /** Returns true if a change was read that cannot be applied yet. */
  final boolean isWaiting() {
    return waiting != null;
  }

  /** A change that was told and waits for what came before it, or null. */
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
    return switch (id.branch()) {
      case STORE -> Invariant.STOCK;
      case DELIVERY -> Invariant.AGENTS;
    };
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
    // Of the changes before the first that was taken over, some may be read, and only later.
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
