package dev.darkstore.audit;

import java.util.OptionalLong;

/**
 * Options of an audit. The times are those of the services' settings.
 *
 * @param holdMillis duration of a reservation at a participant
 * @param graceMillis time after its last event by which an order must be completed. Longer than the
 *     transaction timeout of a dead service, since nobody reads past its open Kafka transaction; 0
 *     if the services are stopped, so that everything must be complete
 * @param latenessMaxMillis maximum lateness of an expiry; without it lateness is only reported
 * @param retentionMillis time for which outcomes and update ids are remembered
 * @param sinceMillis earliest time of the orders that are checked; without it, all
 * @param follow true to continue with new records at the end
 * @param violationsMax maximum number of violations kept in the report; all are counted
 * @param timelinesMax maximum number of timelines in the report
 */
public record AuditOptions(
    long holdMillis,
    long graceMillis,
    OptionalLong latenessMaxMillis,
    long retentionMillis,
    OptionalLong sinceMillis,
    boolean follow,
    int violationsMax,
    int timelinesMax) {

  /**
   * Default options: the services' default settings, a minute of grace, and all records up to the
   * end.
   */
  public static final AuditOptions DEFAULTS =
      new AuditOptions(
          120_000,
          60_000,
          OptionalLong.empty(),
          86_400_000,
          OptionalLong.empty(),
          false,
          1_000,
          20);

  public AuditOptions {
    requireNotNegative("hold", holdMillis);
    requireNotNegative("grace", graceMillis);
    requireNotNegative("retention", retentionMillis);
    requireNotNegative("violations kept", violationsMax);
    requireNotNegative("timelines", timelinesMax);
  }

  public AuditOptions withHoldMillis(long millis) {
    return new AuditOptions(
        millis,
        graceMillis,
        latenessMaxMillis,
        retentionMillis,
        sinceMillis,
        follow,
        violationsMax,
        timelinesMax);
  }

  public AuditOptions withGraceMillis(long millis) {
    return new AuditOptions(
        holdMillis,
        millis,
        latenessMaxMillis,
        retentionMillis,
        sinceMillis,
        follow,
        violationsMax,
        timelinesMax);
  }

  public AuditOptions withLatenessMaxMillis(long millis) {
    return new AuditOptions(
        holdMillis,
        graceMillis,
        OptionalLong.of(millis),
        retentionMillis,
        sinceMillis,
        follow,
        violationsMax,
        timelinesMax);
  }

  public AuditOptions withRetentionMillis(long millis) {
    return new AuditOptions(
        holdMillis,
        graceMillis,
        latenessMaxMillis,
        millis,
        sinceMillis,
        follow,
        violationsMax,
        timelinesMax);
  }

  public AuditOptions withSinceMillis(long millis) {
    return new AuditOptions(
        holdMillis,
        graceMillis,
        latenessMaxMillis,
        retentionMillis,
        OptionalLong.of(millis),
        follow,
        violationsMax,
        timelinesMax);
  }

  public AuditOptions withViolationsMax(int count) {
    return new AuditOptions(
        holdMillis,
        graceMillis,
        latenessMaxMillis,
        retentionMillis,
        sinceMillis,
        follow,
        count,
        timelinesMax);
  }

  public AuditOptions withTimelinesMax(int count) {
    return new AuditOptions(
        holdMillis,
        graceMillis,
        latenessMaxMillis,
        retentionMillis,
        sinceMillis,
        follow,
        violationsMax,
        count);
  }

  public AuditOptions following() {
    return new AuditOptions(
        holdMillis,
        graceMillis,
        latenessMaxMillis,
        retentionMillis,
        sinceMillis,
        true,
        violationsMax,
        timelinesMax);
  }

  private static void requireNotNegative(String name, long value) {
    if (value < 0) {
      throw new IllegalArgumentException(name + " is " + value + "; it must not be negative");
    }
  }
}
