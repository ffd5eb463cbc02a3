package dev.darkstore.conformance.scenario;

/**
 * Options of a run. Durations are in milliseconds.
 *
 * @param seed seed of the random sequences
 * @param holdMillis hold of reservations that are to expire
 * @param toleranceMillis maximum time after the end of a hold within which it must expire
 * @param patienceMillis maximum time to wait for a reply
 * @param retentionMillis retention of the participant
 * @param quietMillis time without a reply after which no further one is expected
 */
public record ConformanceOptions(
    long seed,
    long holdMillis,
    long toleranceMillis,
    long patienceMillis,
    long retentionMillis,
    long quietMillis) {
  /** Default options. */
  public static final ConformanceOptions DEFAULTS =
      new ConformanceOptions(1, 3_000, 5_000, 10_000, 24 * 60 * 60 * 1_000L, 500);

  /** Hold of reservations that must not expire during a run. */
  static final long LONG_HOLD_MILLIS = 60 * 60 * 1_000L;

  public ConformanceOptions {
    if (holdMillis < 1_000) {
      throw new IllegalArgumentException("the hold must be at least 1000 ms, not " + holdMillis);
    }
    if (toleranceMillis < 1 || patienceMillis < 1 || retentionMillis < 1 || quietMillis < 1) {
      throw new IllegalArgumentException("every duration must be at least 1 ms");
    }
  }

  /** Returns a copy with this seed. */
  public ConformanceOptions withSeed(long chosen) {
    return new ConformanceOptions(
        chosen, holdMillis, toleranceMillis, patienceMillis, retentionMillis, quietMillis);
  }

  /** Returns a copy with this hold of reservations that are to expire. */
  public ConformanceOptions withHoldMillis(long chosen) {
    return new ConformanceOptions(
        seed, chosen, toleranceMillis, patienceMillis, retentionMillis, quietMillis);
  }

  /** Returns a copy with this maximum lateness of an expiry. */
  public ConformanceOptions withToleranceMillis(long chosen) {
    return new ConformanceOptions(
        seed, holdMillis, chosen, patienceMillis, retentionMillis, quietMillis);
  }

  /** Returns a copy with this maximum time to wait for a reply. */
  public ConformanceOptions withPatienceMillis(long chosen) {
    return new ConformanceOptions(
        seed, holdMillis, toleranceMillis, chosen, retentionMillis, quietMillis);
  }

  /** Returns a copy with this retention of the participant. */
  public ConformanceOptions withRetentionMillis(long chosen) {
    return new ConformanceOptions(
        seed, holdMillis, toleranceMillis, patienceMillis, chosen, quietMillis);
  }
}
