package dev.darkstore.audit.supply;

import dev.darkstore.audit.finding.History;
import dev.darkstore.audit.finding.Invariant;
import dev.darkstore.audit.record.UnitId;
import dev.darkstore.audit.supply.UnitChange.Word;
import dev.darkstore.events.AgentMovement;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * History of one agent in one zone: online state and order.
 *
 * <p>Going offline ends a hold without a change, but not an assignment; completing a delivery ends
 * an assignment, but not a hold. Only the order's events distinguish the two, and those are on
 * another partition. So where it matters, the history waits for the order's events.
 */
final class AgentHistory extends UnitHistory {
  /** Type of an update from an agent's app. */
  enum Kind {
    ONLINE,
    /** Online, but the zone does not have the agent yet. */
    ENTERING,
    OFFLINE,
    COMPLETED
  }

  /**
   * Supply record.
   *
   * @param orderId delivered order; null unless COMPLETED
   */
  private record Supply(long offset, Kind kind, String orderId) {}

  /** Relation of the agent to the zone. */
  private enum Presence {
    AWAY,
    ENTERING,
    HERE,
    LEAVING
  }

  private Deque<Supply> pending;
  private boolean online;
  private Presence presence = Presence.AWAY;

  /** True once the zone has claimed the agent: an earlier build did not, and needed no grant. */
  private boolean isClaimed;

  private UnitChange holder;

  AgentHistory(UnitId id, History history) {
    super(id, history);
  }

  /** Adds a supply record of this agent; records arrive in the order of their offsets. */
  void supply(long offset, Kind kind, String orderId) {
    if (offset <= appliedOffset()) {
      return; // Included in the initial state of this history.
    }
    if (pending == null) {
      pending = new ArrayDeque<>(2);
    }
    pending.add(new Supply(offset, kind, orderId));
    advance(NOTHING_IS_OVERDUE);
  }

  /** Notes that an order was assigned the agent, or lost the agent. */
  void note(String orderId, long number, Word word, long supplyOffset) {
    UnitChange change =
        holder != null && holder.number() == number ? holder : waitingChange(number);
    if (change == null || !change.isOf(orderId)) {
      return; // Reported elsewhere, or from before the beginning of the log.
    }
    change.note(word, supplyOffset);
    advance(NOTHING_IS_OVERDUE);
  }

  @Override
  boolean isReady(UnitChange change) {
    if (change.supplyOffset() <= appliedOffset()) {
      return change.movement() != AgentMovement.LEFT
          || holder == null
          || holder.word() != Word.NONE;
    }
    if (pending == null
        || pending.isEmpty()
        || pending.peekLast().offset() < change.supplyOffset()) {
      return false;
    }
    if (holder == null || holder.word() != Word.NONE) {
      return true;
    }
    if (change.movement() == AgentMovement.LEFT) {
      return false;
    }
    // The order gives back: its earlier events were read before, on its partition.
    return isGivenBackByHolder(change)
        || pending.stream()
            .noneMatch(supply -> supply.offset() <= change.supplyOffset() && mayFree(supply));
  }

  @Override
  void begin(UnitChange change) {
    while (hasDue(change.supplyOffset())) {
      pending.pollFirst();
    }
    online = change.isTaking() || change.available() > 0 || change.isEntering();
    isClaimed = change.movement() != null;
    presence =
        change.movement() == AgentMovement.LEFT
            ? away(change)
            : change.movement() == AgentMovement.LEAVING ? Presence.LEAVING : Presence.HERE;
    holder = change.isTaking() ? change : null;
  }

  @Override
  void apply(UnitChange change) {
    boolean named = change.supplyOffset() <= appliedOffset();
    // A delivery that was reported early frees no agent if the order is not placed.
    boolean isFreedLater = isGivenBackByHolder(change);
    while (hasDue(change.supplyOffset())) {
      Supply supply = pending.pollFirst();
      named |= supply.offset() == change.supplyOffset();
      if (supply.kind() != Kind.COMPLETED || !isFreedLater) {
        supply(supply);
      }
    }
    if (!named) {
      report(
          Invariant.AGENTS,
          change,
          "it names supply record %d, which is none of this agent"
              .formatted(change.supplyOffset()));
    }
    if (change.movement() != null) {
      move(change);
    } else if (change.isTaking()) {
      take(change);
    } else {
      giveBack(change);
    }
  }

  /**
   * Applies the supply after the last change, as far as it is certain.
   *
   * @param isComplete true if missing events of an order will not follow
   * @return order of the agent at the end, or null
   */
  String finish(boolean isComplete) {
    if (isWaiting()) {
      return null;
    }
    if (isComplete) {
      checkMentioned();
    }
    while (hasDue(Long.MAX_VALUE) && (isComplete || isCertain(pending.peekFirst()))) {
      supply(pending.pollFirst());
    }
    return holder == null ? null : holder.orderId();
  }

  /** Returns the change that gave the agent the order at the end; null if free, or uncertain. */
  UnitChange holder() {
    return isWaiting() || hasDue(Long.MAX_VALUE) ? null : holder;
  }

  private boolean isCertain(Supply supply) {
    return holder == null || holder.word() != Word.NONE || !mayFree(supply);
  }

  private void supply(Supply supply) {
    switch (supply.kind()) {
      case ONLINE -> {
        online = true;
        if (!isClaimed) {
          presence = Presence.HERE;
        } else if (presence == Presence.AWAY) {
          report(
              Invariant.AGENTS,
              "supply record %d lets the agent in, and no zone was asked"
                  .formatted(supply.offset()));
        }
      }
      case ENTERING -> {
        if (isClaimed && (presence == Presence.HERE || presence == Presence.LEAVING)) {
          report(
              Invariant.AGENTS,
              "supply record %d claims an agent whom the zone has".formatted(supply.offset()));
        }
        online = true;
        isClaimed = true;
        presence = Presence.ENTERING;
      }
      case OFFLINE -> {
        if (online && holder != null) {
          wentOffline(supply);
        }
        online = false;
      }
      case COMPLETED -> {
        if (mayFree(supply) && holder.word() == Word.ASSIGNED) {
          holder = null;
        }
      }
    }
  }

  /** Going offline ends a hold, but not an assignment. */
  private void wentOffline(Supply supply) {
    switch (holder.word()) {
      case NONE ->
          report(
              Invariant.AGENTS,
              holder,
              "the agent went offline while held (supply record %d), and the order has no event of it"
                  .formatted(supply.offset()));
      case ASSIGNED -> {
        if (supply.offset() > holder.wordOffset()) {
          return;
        }
        report(
            Invariant.AGENTS,
            holder,
            "assigned at supply record %d, although the agent went offline at %d"
                .formatted(holder.wordOffset(), supply.offset()));
      }
      case LOST -> {}
    }
    holder = null;
  }

  private void move(UnitChange change) {
    isClaimed = true;
    switch (change.movement()) {
      case ENTERED -> {
        expect(change, presence == Presence.ENTERING, "the agent did not wait for it");
        expect(change, change.available() == 1, "the agent is not free afterwards");
        presence = Presence.HERE;
      }
      case LEAVING -> {
        expect(change, presence == Presence.HERE, "the agent is not in the zone");
        expect(change, change.available() == 0, "the agent is free afterwards");
        online = false;
        presence = Presence.LEAVING;
      }
      case LEFT -> {
        expect(change, presence != Presence.AWAY, "the agent is not in the zone");
        expect(change, change.available() == 0, "the agent is free afterwards");
        if (holder != null && holder.word() != Word.LOST) {
          report(
              Invariant.AGENTS,
              change,
              "the agent is with order %s, which has no event of losing them"
                  .formatted(holder.orderId()));
        }
        holder = null;
        online = change.isEntering();
        presence = away(change);
      }
    }
  }

  private static Presence away(UnitChange change) {
    return change.isEntering() ? Presence.ENTERING : Presence.AWAY;
  }

  private void expect(UnitChange change, boolean isTrue, String otherwise) {
    if (!isTrue) {
      report(Invariant.AGENTS, change, otherwise);
    }
  }

  private void take(UnitChange change) {
    if (holder != null) {
      report(
          Invariant.AGENTS,
          change,
          "the agent is with order %s (change %d)".formatted(holder.orderId(), holder.number()));
    } else if (!online) {
      report(Invariant.AGENTS, change, "the agent is taken, but is not online");
    } else if (presence != Presence.HERE) {
      report(Invariant.AGENTS, change, "the agent is taken, but is not in the zone");
    }
    if (change.available() != 0 || change.taken() != 1) {
      report(
          Invariant.AGENTS,
          change,
          "it takes %d and leaves %d of one agent".formatted(change.taken(), change.available()));
    }
    holder = change;
  }

  private void giveBack(UnitChange change) {
    if (holder == null) {
      report(Invariant.AGENTS, change, "the agent is given back, but was free");
    } else if (!holder.isOf(change.orderId())) {
      report(
          Invariant.AGENTS,
          change,
          "the agent is given back, but is with order " + holder.orderId());
    }
    long free = online && presence == Presence.HERE ? 1 : 0;
    if (change.available() != free) {
      report(
          Invariant.AGENTS,
          change,
          "its available quantity is %d, but the agent is %s"
              .formatted(change.available(), online ? "online" : "offline"));
    }
    holder = null;
  }

  private boolean hasDue(long offset) {
    return pending != null && !pending.isEmpty() && pending.peekFirst().offset() <= offset;
  }

  private boolean isGivenBackByHolder(UnitChange change) {
    return holder != null && !change.isTaking() && holder.isOf(change.orderId());
  }

  private boolean mayFree(Supply supply) {
    return switch (supply.kind()) {
      case ONLINE, ENTERING -> false;
      case OFFLINE -> true;
      case COMPLETED -> holder != null && holder.isOf(supply.orderId());
    };
  }
}
