package dev.darkstore.audit.supply;

import dev.darkstore.audit.finding.Invariant;
import dev.darkstore.audit.finding.Violations;
import dev.darkstore.audit.record.AuditRecord;
import dev.darkstore.audit.record.Digest;
import dev.darkstore.audit.record.Position;
import dev.darkstore.schemas.EventHeaders;
import dev.darkstore.schemas.Topic;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Client records on a partition other than that of their key: a service forwards such a record to
 * the right one, unchanged except for a header. Matches the two, in any reading order.
 */
public final class Strays {
  private final Violations violations;
  private final Map<Long, Balance> unmatched = new HashMap<>();

  /**
   * Strays and copies with one content.
   *
   * @param strays number of strays without a copy; negative for copies without a stray
   * @param last last stray
   */
  private record Balance(int strays, Position last, long timestampMillis) {}

  public Strays(Violations violations) {
    this.violations = violations;
  }

  /** Returns true if the record was forwarded. */
  public static boolean isCopy(AuditRecord record) {
    return record.headers().lastHeader(EventHeaders.FORWARDED_TIMESTAMP) != null;
  }

  /** Notes a record that must be forwarded. */
  public void stray(AuditRecord record) {
    add(record, 1);
  }

  /** Notes a forwarded record. */
  public void copy(AuditRecord record) {
    add(record, -1);
  }

  /**
   * Reports older records that were not forwarded.
   *
   * @param isHandled predicate: true if a service has processed a record, so that it must have been
   *     forwarded
   */
  public void check(long beforeMillis, Predicate<Position> isHandled) {
    for (Iterator<Balance> i = unmatched.values().iterator(); i.hasNext(); ) {
      Balance balance = i.next();
      if (balance.strays() > 0
          && balance.timestampMillis() < beforeMillis
          && isHandled.test(balance.last())) {
        i.remove();
        violations.ofRecord(
            Invariant.NOTHING_LOST,
            balance.last().toString(),
            "its key belongs on another partition, and it was not forwarded there");
      }
    }
  }

  private void add(AuditRecord record, int strays) {
    unmatched.merge(
        digest(record),
        new Balance(strays, record.position(), record.timestampMillis()),
        (before, now) -> {
          int sum = before.strays() + now.strays();
          return sum == 0
              ? null
              : new Balance(
                  sum,
                  strays > 0 ? now.last() : before.last(),
                  Math.max(before.timestampMillis(), now.timestampMillis()));
        });
  }

  private static long digest(AuditRecord record) {
    Topic topic = record.topic();
    long content = Digest.of(Digest.of(record.key()), Digest.of(record.value()));
    return Digest.of(Digest.of(topic.topicName()), content);
  }
}
