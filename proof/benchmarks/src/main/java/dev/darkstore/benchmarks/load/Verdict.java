package dev.darkstore.benchmarks.load;

import dev.darkstore.audit.AuditOptions;
import dev.darkstore.audit.TopicAudit;
import dev.darkstore.audit.report.AuditReport;
import dev.darkstore.benchmarks.cluster.Cluster;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerConfig;

/**
 * Result of the audit of all records that the services wrote.
 *
 * @param clean true if every invariant held
 * @param violations number of violations, by invariant
 * @param seconds duration of the audit
 */
public record Verdict(boolean clean, Map<String, Long> violations, double seconds) {

  /** Audits a cluster whose orders all have an outcome. */
  public static Verdict of(Cluster cluster) {
    cluster.awaitQuiet();
    long startNanos = System.nanoTime();
    AuditReport report =
        TopicAudit.run(
            Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, cluster.bootstrapServers()),
            AuditOptions.DEFAULTS.withGraceMillis(0));
    double seconds = (System.nanoTime() - startNanos) / 1e9;
    Map<String, Long> violations = new TreeMap<>();
    report.violationCounts().forEach((what, count) -> violations.put(what.toString(), count));
    return new Verdict(report.isClean(), violations, seconds);
  }
}
