package dev.darkstore.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Visits the states of a world, breadth first, and checks each state and each step. */
final class Explorer {
  private final Space space;
  private final Optional<Reduction> reduction;
  private final Optional<Symmetry> symmetry;
  private final StateTable states;
  private final IntList parents = new IntList();
  private final OwnSteps ownSteps = new OwnSteps();
  private final Set<String> quietEnds = new TreeSet<>();
  private final char[] from;
  private final char[] to;
  private long transitions;
  private int depth;

  private Explorer(ModelWorld world, Set<Saving> savings) {
    this.space = new Space(world, Abstraction.SITUATIONS);
    this.reduction =
        savings.contains(Saving.REDUCTION)
            ? Optional.of(new Reduction(world, space))
            : Optional.empty();
    this.symmetry =
        savings.contains(Saving.SYMMETRY)
            ? Optional.of(new Symmetry(world, space))
            : Optional.empty();
    this.states = new StateTable(space.layout().width());
    this.from = new char[space.layout().width()];
    this.to = new char[space.layout().width()];
  }

  /** Part of the exploration that may be omitted because it is redundant. */
  enum Saving {
    /** {@link Reduction}. */
    REDUCTION,
    /** {@link Symmetry}. */
    SYMMETRY
  }

  /**
   * Explores a world. Without savings the run to a violation is a shortest one; with them there may
   * be a shorter one.
   */
  static Exploration explore(ModelWorld world, Set<Saving> savings) {
    return new Explorer(world, savings).explore();
  }

  private Exploration explore() {
    long startNanos = System.nanoTime();
    Optional<Exploration.Finding> finding = run();
    return new Exploration(
        states.size(),
        transitions,
        depth,
        (System.nanoTime() - startNanos) / 1_000_000,
        states.bytes() + parents.bytes() + ownSteps.bytes(),
        quietEnds,
        finding);
  }

  private Optional<Exploration.Finding> run() {
    char[] start = space.start();
    land(start);
    states.add(start);
    parents.add(-1);
    int levelEnd = 1;
    for (int state = 0; state < states.size(); state++) {
      if (state == levelEnd) {
        depth++;
        levelEnd = states.size();
      }
      Optional<Exploration.Finding> finding = expand(state);
      if (finding.isPresent()) {
        return finding;
      }
    }
    return ownSteps.firstStuck().map(this::circle);
  }

  /** Returns a run into states without a path to a quiet end, up to the first repeated state. */
  private Exploration.Finding circle(int stuck) {
    Path path = new Path(stuck);
    List<Integer> seen = new ArrayList<>();
    int at = stuck;
    while (!seen.contains(at)) {
      seen.add(at);
      at = path.follow(at, ownSteps.next(at));
    }
    return new Exploration.Finding(
        new Violation(
            Invariant.PROGRESS,
            "the last %d steps repeat for ever, and no quiet end can be reached"
                .formatted(seen.size() - seen.indexOf(at))),
        path.steps);
  }

  private Optional<Exploration.Finding> expand(int state) {
    states.read(state, from);
    ownSteps.beginState();
    for (Step step : reduction.isPresent() ? reduction.get().enough(from) : space.steps()) {
      Space.Verdict verdict = space.apply(from, step, to);
      if (verdict == Space.Verdict.IMPOSSIBLE) {
        continue;
      }
      transitions++;
      if (verdict == Space.Verdict.VIOLATED) {
        return Optional.of(new Exploration.Finding(space.violation(), new Path(state).then(step)));
      }
      if (Arrays.equals(from, to)) {
        continue;
      }
      land(to);
      int next = states.add(to);
      if (states.wasNew()) {
        parents.add(state);
        Optional<Violation> broken = space.broken(to);
        if (broken.isPresent()) {
          return Optional.of(new Exploration.Finding(broken.get(), new Path(next).steps));
        }
      }
      if (space.isOwn(from, step)) {
        ownSteps.add(next);
      }
    }
    return ownSteps.endState() ? Optional.empty() : end(state);
  }

  private Optional<Exploration.Finding> end(int state) {
    quietEnds.add(space.summary(from));
    return space
        .brokenAtEnd(from)
        .map(violation -> new Exploration.Finding(violation, new Path(state).steps));
  }

  /** Replaces the state by its representative. */
  private Landing land(char[] state) {
    List<Step> settled = reduction.isPresent() ? reduction.get().settle(state) : List.of();
    return new Landing(
        settled, symmetry.isPresent() ? symmetry.get().normalise(state) : space.identity());
  }

  /**
   * Replacement of a state by its representative.
   *
   * @param settled steps executed at once
   * @param went for each order, the order whose position it took
   */
  private record Landing(List<Step> settled, List<Integer> went) {}

  /**
   * Steps that lead to a state, reconstructed from state to state. Where orders were exchanged,
   * later steps refer to the orders in their new positions.
   */
  private final class Path {
    private final List<Step> steps = new ArrayList<>();
    private List<Integer> standsFor = space.identity();

    Path(int state) {
      List<Integer> states = new ArrayList<>();
      for (int at = state; at >= 0; at = parents.get(at)) {
        states.add(at);
      }
      Collections.reverse(states);
      for (int i = 1; i < states.size(); i++) {
        follow(states.get(i - 1), states.get(i));
      }
    }

    List<Step> then(Step step) {
      steps.add(step.ofOrders(standsFor));
      return steps;
    }

    int follow(int parent, int child) {
      char[] before = new char[from.length];
      char[] after = new char[from.length];
      char[] tried = new char[from.length];
      states.read(parent, before);
      states.read(child, after);
      for (Step step : space.steps()) {
        if (space.apply(before, step, tried) == Space.Verdict.DONE) {
          Landing landing = land(tried);
          if (Arrays.equals(tried, after)) {
            then(step);
            landing.settled().forEach(this::then);
            exchange(landing.went());
            return child;
          }
        }
      }
      throw new IllegalStateException("no step leads from " + parent + " to " + child);
    }

    private void exchange(List<Integer> went) {
      List<Integer> next = new ArrayList<>(standsFor);
      for (int order = 0; order < went.size(); order++) {
        next.set(went.get(order), standsFor.get(order));
      }
      standsFor = next;
    }
  }
}
