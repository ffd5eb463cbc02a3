package dev.darkstore.simulator;

import java.util.List;
import java.util.SplittableRandom;

/** All the chance there is in a run. */
final class Dice {
  private final SplittableRandom random;

  Dice(long seed) {
    this.random = new SplittableRandom(seed);
  }

  /** Dice of their own, so that one part's throws do not depend on another's. */
  Dice split() {
    return new Dice(random.nextLong());
  }

  /** One of 0 to {@code bound - 1}. */
  int below(int bound) {
    return random.nextInt(bound);
  }

  /** One of {@code least} to {@code most}. */
  long between(long least, long most) {
    return random.nextLong(least, most + 1);
  }

  /** True in so many cases of a hundred. */
  boolean percent(int cases) {
    return random.nextInt(100) < cases;
  }

  <T> T oneOf(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}
