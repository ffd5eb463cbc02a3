package dev.darkstore.benchmarks;

import dev.darkstore.benchmarks.TurnPlan.KneePlan;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** Floor and system in turns, with the services' default settings. */
record Pairs(Machine machine, Profile profile, List<Pair> pairs) {
  static final int LOW_RATE = 100;
  static final int HIGH_RATE = 1_000;

  private static final TurnPlan PLAN =
      new TurnPlan(
          TurnPlan.WARM_UP,
          List.of(Step.of(LOW_RATE, 20), Step.of(HIGH_RATE, 20)),
          new KneePlan(1_000, OptionalDouble.of(1.2), 5));

  /** Two turns, one right after the other. */
  record Pair(Turn floor, Turn system) {}

  Pairs {
    pairs = List.copyOf(pairs);
  }

  static Pairs measure(Path folder, int count) {
    List<Pair> pairs = new ArrayList<>();
    for (int pair = 0; pair < count; pair++) {
      Progress.say("pair %d of %d".formatted(pair + 1, count));
      Turn floor = Turn.run(Kind.FLOOR, Profile.LATENCY, PLAN, folder);
      Turn system = Turn.run(Kind.SYSTEM, Profile.LATENCY, PLAN, folder);
      pairs.add(new Pair(floor, system));
    }
    return new Pairs(Machine.here(), Profile.LATENCY, pairs);
  }
}
