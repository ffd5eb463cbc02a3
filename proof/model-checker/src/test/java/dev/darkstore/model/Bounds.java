package dev.darkstore.model;

import java.util.stream.IntStream;

/**
 * How often what comes from outside may happen in one run. What leads back to the same state (a
 * customer who cancels again, who orders again, a stale timer) needs no bound.
 *
 * @param repeats records that are delivered twice, and Releases sent while one is under way
 * @param phantoms commands that are applied although the decision to send them was rolled back
 * @param losses records that are never delivered: retention passed while the reader was down
 * @param offlines how often an agent goes offline
 * @param arrivals how often one unit of the first sku arrives
 * @param releasesCounted up to which number the attempts to release are told apart
 */
record Bounds(
    int repeats, int phantoms, int losses, int offlines, int arrivals, int releasesCounted) {
  static final int MAX = 7;

  Bounds {
    if (IntStream.of(repeats, phantoms, losses, offlines, arrivals)
        .anyMatch(bound -> bound > MAX)) {
      throw new IllegalArgumentException("a bound is at most " + MAX);
    }
  }

  /** Nothing from outside but customers, write-offs, and clocks. */
  static Bounds none() {
    return new Bounds(0, 0, 0, 0, 0, 1);
  }

  Bounds repeats(int count) {
    return new Bounds(count, phantoms, losses, offlines, arrivals, releasesCounted);
  }

  Bounds phantoms(int count) {
    return new Bounds(repeats, count, losses, offlines, arrivals, releasesCounted);
  }

  Bounds losses(int count) {
    return new Bounds(repeats, phantoms, count, offlines, arrivals, releasesCounted);
  }

  Bounds offlines(int count) {
    return new Bounds(repeats, phantoms, losses, count, arrivals, releasesCounted);
  }

  Bounds arrivals(int count) {
    return new Bounds(repeats, phantoms, losses, offlines, count, releasesCounted);
  }

  Bounds releasesCounted(int count) {
    return new Bounds(repeats, phantoms, losses, offlines, arrivals, count);
  }
}
