package dev.darkstore.model;

import dev.darkstore.protocol.BranchEvent;
import dev.darkstore.protocol.HeldUnit;
import dev.darkstore.protocol.Order;
import dev.darkstore.protocol.Reason;
import dev.darkstore.protocol.Refusal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Steps that need not be explored.
 *
 * <h2>The reduction</h2>
 *
 * Two independent steps lead to one state in either order, so one order is sufficient
 * (partial-order reduction; Godefroid, 1996). Two rules are used:
 *
 * <ul>
 *   <li><b>An event that can never matter again is read at once.</b> The decisions themselves
 *       determine this: the coordinator ignores it now, and in every state that any messages can
 *       lead to from here. Losing or repeating such an event makes no difference.
 *   <li><b>A participant with a waiting command goes first</b>, with every possible step: applying
 *       the command, losing or repeating it, a command of a rolled-back run, supply, its clock, its
 *       punctuator. Steps elsewhere only append to its commands or remove its events, and are still
 *       possible afterwards, with an equal result. Two steps elsewhere could enable a new step of
 *       the participant: an order is placed whose agent can then deliver, so the rule is suspended
 *       while an undecided order has an assignment there; and a topic of its commands is no longer
 *       empty, so with two topics it is suspended until both have commands.
 * </ul>
 *
 * The checks of a step depend only on its node and the order's notes, and a violation in a state
 * persists; so no violation is missed. A quiet end is reached with the reduction if and only if it
 * is reached without: a test compares them.
 */
final class Reduction {
  private final ModelWorld world;
  private final Space space;
  private final Layout layout;
  private final List<List<Step>> stepsAtSite;
  private final List<List<Integer>> alphabets;
  private final List<Memo<Boolean>> dead;
  private final List<Memo<BitSet>> futures;
  private final int eventsForeseen;

  Reduction(ModelWorld world, Space space) {
    this.world = world;
    this.space = space;
    this.layout = space.layout();
    this.stepsAtSite =
        IntStream.range(0, layout.branches())
            .mapToObj(
                branch -> space.steps().stream().filter(step -> step.isAtSite(branch)).toList())
            .toList();
    this.alphabets = IntStream.range(0, layout.branches()).mapToObj(this::alphabetOf).toList();
    this.eventsForeseen = space.events().messages();
    this.dead = IntStream.range(0, layout.orders()).mapToObj(o -> new Memo<Boolean>()).toList();
    this.futures = IntStream.range(0, layout.orders()).mapToObj(o -> new Memo<BitSet>()).toList();
  }

  /** Returns the steps that are sufficient in this state. */
  List<Step> enough(char[] state) {
    for (int branch = 0; branch < layout.branches(); branch++) {
      if (isEveryTopicWaiting(state, branch) && !mayYetDeliver(state, branch)) {
        return stepsAtSite.get(branch);
      }
    }
    return space.steps();
  }

  /** Reads the events that do not matter any more; returns these steps. */
  List<Step> settle(char[] state) {
    List<Step> settled = List.of();
    char[] next = null;
    for (int branch = 0; branch < layout.branches(); branch++) {
      for (int order = 0; order < layout.orders(); order++) {
        for (Step.Kind kind : List.of(Step.Kind.EVENT, Step.Kind.EVENT_COPY)) {
          while (isNextDead(state, branch, order, kind)) {
            Step step = new Step(kind, order, branch, -1);
            next = next == null ? new char[state.length] : next;
            space.apply(state, step, next);
            System.arraycopy(next, 0, state, 0, state.length);
            settled = settled.isEmpty() ? new ArrayList<>() : settled;
            settled.add(step);
          }
        }
      }
    }
    return settled;
  }

  private boolean isEveryTopicWaiting(char[] state, int branch) {
    for (int topic = 0; topic < layout.topics(); topic++) {
      if (state[layout.commands(branch, topic)] == Queues.EMPTY) {
        return false;
      }
    }
    return true;
  }

  private boolean mayYetDeliver(char[] state, int branch) {
    for (int order = 0; order < layout.orders(); order++) {
      if (!OrderNotes.isDecided(state[layout.ledger(order)])
          && space.facts(state, branch).isAssigned(order)) {
        return true;
      }
    }
    return false;
  }

  private boolean isNextDead(char[] state, int branch, int order, Step.Kind kind) {
    int queue =
        state[
            kind == Step.Kind.EVENT
                ? layout.events(branch, order)
                : layout.eventCopies(branch, order)];
    if (queue == Queues.EMPTY) {
      return false;
    }
    int event = space.events().head(queue);
    if (event >= eventsForeseen) {
      throw new IllegalStateException("unexpected event: " + space.events().message(event));
    }
    int side = state[layout.side(order)];
    int column = event * layout.branches() + branch;
    return dead.get(order).computeIfAbsent(side, column, () -> isDead(side, order, branch, event));
  }

  private boolean isDead(int side, int order, int branch, int event) {
    Rulings rulings = space.rulings(order);
    boolean released = space.events().message(event) instanceof BranchEvent.Released;
    return futureOf(side, order).stream()
        .noneMatch(
            later ->
                !rulings.afterReply(later, branch, event).isNothing(later)
                    || released && (rulings.facts(later).awaited() >> branch & 1) != 0);
  }

  /** Returns the sides that any messages can lead to. */
  private BitSet futureOf(int side, int order) {
    return futures.get(order).computeIfAbsent(side, 0, () -> explore(side, order));
  }

  private BitSet explore(int side, int order) {
    Rulings rulings = space.rulings(order);
    BitSet seen = new BitSet();
    Deque<Integer> todo = new ArrayDeque<>(List.of(side));
    while (!todo.isEmpty()) {
      int at = todo.pop();
      if (seen.get(at)) {
        continue;
      }
      seen.set(at);
      for (Step.Kind kind : Rulings.MESSAGES) {
        todo.push(rulings.after(at, kind).next());
      }
      rulings.leaseRunsLow(at).ifPresent(todo::push);
      for (int branch = 0; branch < layout.branches(); branch++) {
        for (int event : alphabets.get(branch)) {
          todo.push(rulings.afterReply(at, branch, event).next());
        }
      }
    }
    return seen;
  }

  private List<Integer> alphabetOf(int branch) {
    Refusal no = Refusal.of(Reason.OTHER, "");
    List<BranchEvent> events =
        new ArrayList<>(
            List.of(
                new BranchEvent.ReservationRefused(no),
                new BranchEvent.ReservationExpired(Reason.OTHER, List.of(), 0),
                new BranchEvent.AssignmentFailed(no, true),
                new BranchEvent.AssignmentFailed(no, false),
                new BranchEvent.Released(List.of())));
    for (Order order : world.orders()) {
      for (List<HeldUnit> holding : holdings(world.participations().get(branch).site(), order)) {
        events.add(new BranchEvent.Reserved(holding, 0, 0));
        events.add(new BranchEvent.Assigned(holding));
      }
    }
    return events.stream()
        .map(event -> space.events().number(Abstraction.SITUATIONS.of(event)))
        .distinct()
        .toList();
  }

  private static <C> List<List<HeldUnit>> holdings(Site<C> site, Order order) {
    return site.inventory().holdings(site, order);
  }
}
