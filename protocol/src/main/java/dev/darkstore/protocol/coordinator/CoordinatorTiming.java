package dev.darkstore.protocol.coordinator;

import java.util.ArrayList;
import java.util.List;

/**
 * The coordinator's durations. They only work together: {@link #violations()} says what does not.
 *
 * @param holdMillis how long a participant holds a reservation
 * @param reserveTimeoutMillis how long the branches may take to answer Reserve
 * @param commitAttempts how often Commit is sent, the first time included
 * @param commitIntervalMillis how long the branches may take to answer one Commit
 * @param marginMillis what the hold is longer than everything that must happen within it, for ticks
 *     that come late and clocks that run at different speeds
 * @param releasePauseMillis the pause after the first Release; doubled after each further one
 * @param releasePauseMaxMillis the longest pause between two Releases
 * @param orderMaxAgeMillis an order that is older when it is read is not taken up
 * @param retentionMillis how long an outcome is remembered
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

  /** The values that suit most: every service's default. */
  public static final CoordinatorTiming DEFAULTS =
      new CoordinatorTiming(120_000, 10_000, 3, 5_000, 5_000, 5_000, 60_000, 120_000, 86_400_000);

  /** How long committing may take, from the first Commit to giving up. */
  public long commitBudgetMillis() {
    return commitAttempts * commitIntervalMillis;
  }

  /** Every inequality that these values break, each naming them; empty if they work together. */
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

  /** The pause after the nth Release: doubling, up to the longest. */
  long releasePauseMillis(int attempts) {
    int doublings = Math.min(attempts - 1, Long.SIZE - 2);
    long longest = releasePauseMaxMillis >> doublings;
    return longest <= releasePauseMillis ? releasePauseMaxMillis : releasePauseMillis << doublings;
  }
}
