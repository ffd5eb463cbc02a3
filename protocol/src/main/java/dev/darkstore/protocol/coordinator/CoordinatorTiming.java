package dev.darkstore.protocol.coordinator;

import java.util.ArrayList;
import java.util.List;

/**
 * Durations of the coordinator. They depend on each other: {@link #violations()} names
 * contradictions.
 *
 * @param holdMillis duration of a reservation at a participant
 * @param reserveTimeoutMillis maximum time for the branches to answer Reserve
 * @param commitAttempts maximum number of Commit attempts, the first included
 * @param commitIntervalMillis maximum time for the branches to answer one Commit
 * @param marginMillis safety margin: the hold must exceed the reserve timeout plus the commit
 *     budget by at least this much, for late ticks and clocks that run at different speeds
 * @param releasePauseMillis pause after the first Release; doubled after each further one
 * @param releasePauseMaxMillis maximum pause between two Releases
 * @param orderMaxAgeMillis maximum age of an order when it is read; an older one is rejected
 * @param retentionMillis minimum time for which an outcome is remembered
 */
public record CoordinatorTiming(
    long holdMillis,
    long reserveTimeoutMillis,
    int commitAttempts,
    long commitIntervalMillis,
    long marginMillis,
    long releasePauseMillis,
    long releasePauseMaxMillis,
    long orderMaxAgeMillis,
    long retentionMillis) {

  /** Default values of every service. */
  public static final CoordinatorTiming DEFAULTS =
      new CoordinatorTiming(120_000, 10_000, 3, 5_000, 5_000, 5_000, 60_000, 120_000, 86_400_000);

  /** Returns the maximum time of the commit phase, from the first Commit to giving up. */
  public long commitBudgetMillis() {
    return commitAttempts * commitIntervalMillis;
  }

  /**
   * Returns every inequality that these values violate, each naming them; empty if there is none.
   */
  public List<String> violations() {
    List<String> broken = new ArrayList<>();
    requirePositive(broken, "hold", holdMillis);
    requirePositive(broken, "reserve timeout", reserveTimeoutMillis);
    requirePositive(broken, "commit attempts", commitAttempts);
    requirePositive(broken, "commit interval", commitIntervalMillis);
    requirePositive(broken, "margin", marginMillis);
    requirePositive(broken, "release pause", releasePauseMillis);
    requirePositive(broken, "order maximum age", orderMaxAgeMillis);
    requirePositive(broken, "retention", retentionMillis);
    long needed = reserveTimeoutMillis + commitBudgetMillis() + marginMillis;
    if (holdMillis < needed) {
      broken.add(
          "hold (%s ms) >= reserve timeout (%s ms) + commit attempts (%s) x commit interval (%s ms)"
                  .formatted(holdMillis, reserveTimeoutMillis, commitAttempts, commitIntervalMillis)
              + " + margin (%s ms) = %s ms".formatted(marginMillis, needed));
    }
    if (releasePauseMaxMillis < releasePauseMillis) {
      broken.add(
          "longest release pause (%s ms) >= release pause (%s ms)"
              .formatted(releasePauseMaxMillis, releasePauseMillis));
    }
    if (retentionMillis <= orderMaxAgeMillis) {
      broken.add(
          "retention (%s ms) > order maximum age (%s ms)"
              .formatted(retentionMillis, orderMaxAgeMillis));
    }
    return List.copyOf(broken);
  }

  private static void requirePositive(List<String> broken, String name, long value) {
    if (value <= 0) {
      broken.add("%s (%s) > 0".formatted(name, value));
    }
  }

  /** Returns the pause after the nth Release: doubled each time, up to the maximum. */
  long releasePauseMillis(int attempts) {
    int doublings = Math.min(attempts - 1, Long.SIZE - 2);
    long longest = releasePauseMaxMillis >> doublings;
    return longest <= releasePauseMillis ? releasePauseMaxMillis : releasePauseMillis << doublings;
  }
}
