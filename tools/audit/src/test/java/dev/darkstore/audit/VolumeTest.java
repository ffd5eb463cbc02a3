package dev.darkstore.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkstore.audit.report.AuditReport;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Measures memory and rate: {@code mvn -pl :audit -am test -Dtest=VolumeTest -DargLine='-Xmx512m
 * -Daudit.volume=10000000'}. The log is generated during the audit, in the heap of the test.
 */
@EnabledIfSystemProperty(named = "audit.volume", matches = "\\d+")
class VolumeTest {
  private static final long RECORDS = Long.getLong("audit.volume", 0);

  /** Maximum lead of one partition over another, in records. */
  private static final int AHEAD_RECORDS = Integer.getInteger("audit.ahead", 50_000);

  private static final int ORDERS_AT_ONCE = 2_000;
  private static final int ORDERS_PER_ROUND = 10_000;

  private final Audit audit =
      new Audit(Log.partitionCounts(), AuditOptions.DEFAULTS, violation -> {});
  private final AtomicLong auditNanos = new AtomicLong();
  private long read;

  @Test
  void auditsAsMuchAsIsAskedFor() {
    long before = usedBytes();
    Log log =
        new Log(
            AHEAD_RECORDS,
            records -> {
              long begun = System.nanoTime();
              records.forEach(audit::accept);
              auditNanos.addAndGet(System.nanoTime() - begun);
              read += records.size();
            });
    RandomWorld world = new RandomWorld(new HonestLog(log), 1, 5_000, ORDERS_AT_ONCE);
    while (read < RECORDS) {
      world.run(ORDERS_PER_ROUND);
    }
    log.flush();
    long retained = usedBytes() - before;
    long begun = System.nanoTime();
    AuditReport report = audit.finish();
    long finishNanos = System.nanoTime() - begun;

    System.out.printf(
        "%,d records, %,d orders: %,d records/s; %,d MiB retained with the world that made them"
            + " (%d bytes an order), heap at most %,d MiB; finished in %d ms%n",
        report.counts().records(),
        report.counts().orders(),
        (long) (read / (auditNanos.get() / 1e9)),
        retained >> 20,
        retained / report.counts().orders(),
        Runtime.getRuntime().maxMemory() >> 20,
        finishNanos / 1_000_000);
    assertThat(report.violations()).isEmpty();
  }

  private static long usedBytes() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
