package dev.darkstore.audit;

import java.util.OptionalLong;

/**
 * How to judge. The times are those that the services are run with.
 *
 * @param holdMillis how long a participant holds a reservation
 * @param graceMillis how long after its last event an order must be done with. Longer than a Kafka
 *     transaction of a service that died may stay open, since nobody reads past it; 0 if nothing
 *     runs any more, so that all must be done with
 * @param latenessMaxMillis how late a reservation may run out; without it lateness is only reported
 * @param retentionMillis how long outcomes and update ids are remembered
 * @param sinceMillis only orders written at or after this time are judged; without it, all
 * @param follow whether to go on reading when the end is reached
 * @param violationsMax how many violations are kept in the report; all are counted
 * @param timelinesMax for how many orders the report tells what happened
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

  /** The services' defaults; a minute of grace; everything is judged, up to the end. */
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
