package dev.darkstore.model;

import java.util.stream.IntStream;

/**
 * Limits on the number of external events in a run. An event that leads back to an earlier state (a
 * repeated cancellation, a repeated order, a stale timer) needs no limit.
 *
 * @param repeats number of records delivered twice, and of Releases sent while one is in flight
 * @param phantoms number of applied commands whose decision was rolled back
 * @param losses number of records never delivered, because of retention while the reader was down
 * @param offlines number of times that an agent goes offline
 * @param arrivals number of times that one unit of the first sku arrives
 * @param releasesCounted number up to which attempts to release are distinguished
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

  /** Returns limits that allow only customers, write-offs, and clocks. */
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
