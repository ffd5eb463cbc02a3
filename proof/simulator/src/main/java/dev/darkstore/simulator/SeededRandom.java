package dev.darkstore.simulator;

import java.util.List;
import java.util.SplittableRandom;

/** Source of randomness of a run: all randomness is derived from one seed. */
final class SeededRandom {
  private final SplittableRandom random;

  SeededRandom(long seed) {
    this.random = new SplittableRandom(seed);
  }

  /** Returns an independent source, so that the draws of one part do not depend on another's. */
  SeededRandom split() {
    return new SeededRandom(random.nextLong());
  }

  /** Returns a number from 0 to {@code bound - 1}. */
  int below(int bound) {
    return random.nextInt(bound);
  }

  /** Returns a number from {@code least} to {@code most}, both included. */
  long between(long least, long most) {
    return random.nextLong(least, most + 1);
  }

  /** Returns true with this probability in percent. */
  boolean percent(int cases) {
    return random.nextInt(100) < cases;
  }

  <T> T oneOf(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}
