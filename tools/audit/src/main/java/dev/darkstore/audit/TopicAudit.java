package dev.darkstore.audit;

import dev.darkstore.audit.finding.Violation;
import dev.darkstore.audit.record.AuditRecord;
import dev.darkstore.audit.report.AuditReport;
import dev.darkstore.audit.report.Timelines;
import dev.darkstore.client.cluster.Cluster;
import dev.darkstore.client.cluster.LogReader;
import dev.darkstore.client.cluster.UnusableException;
import dev.darkstore.schemas.Installation;
import dev.darkstore.schemas.Topic;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;

/**
 * Audits the topics of a cluster: reads them all, read committed, from their beginning to their end
 * at the start, and then, if there was a violation, once more for the timelines of the orders
 * concerned.
 *
 * <p>If retention has deleted the beginning, the audit starts at the time from which all topics are
 * complete, and reports that time. Writes nothing, and joins no group.
 */
public final class TopicAudit {
  private static final Duration PATIENCE = Duration.ofMillis(500);

  private final LogReader reader;
  private final AuditOptions options;
  private final Clock clock;
  private final Consumer<Violation> listener;

  TopicAudit(LogReader reader, AuditOptions options, Clock clock, Consumer<Violation> listener) {
    this.reader = reader;
    this.options = options;
    this.clock = clock;
    this.listener = listener;
  }

  /**
   * Audits the existing records of the installation without a prefix.
   *
   * @param consumerConfig connection to the cluster, by Kafka's names; settings that the audit
   *     depends on are overridden
   * @throws UnusableException if a topic is missing, or if no broker replies
   */
  public static AuditReport run(Map<String, Object> consumerConfig, AuditOptions options) {
    return run(consumerConfig, Installation.DEFAULT, options, violation -> {}, () -> false);
  }

  /**
   * Audits the existing records, and with {@link AuditOptions#follow()} new ones.
   *
   * @param consumerConfig connection to the cluster, by Kafka's names
   * @param installation installation whose topics are audited
   * @param listener consumer of each violation when it is found
   * @param enough condition to stop, checked periodically while following. Interrupting the thread
   *     stops it, too
   * @throws UnusableException if a topic is missing, or if no broker replies
   */
  public static AuditReport run(
      Map<String, Object> consumerConfig,
      Installation installation,
      AuditOptions options,
      Consumer<Violation> listener,
      BooleanSupplier enough) {
    AuditReport report;
    boolean interrupted;
    try (LogReader reader = new LogReader(consumerConfig, installation, "darkstore-audit")) {
      report = new TopicAudit(reader, options, Clock.systemUTC(), listener).run(enough);
      // A consumer cannot be closed on an interrupted thread.
      interrupted = Thread.interrupted();
    } catch (InterruptException e) {
      throw e;
    } catch (KafkaException e) {
      throw new UnusableException("the topics cannot be read: " + Cluster.rootMessage(e), e);
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return report;
  }

  AuditReport run(BooleanSupplier enough) {
    Map<Topic, Integer> counts = reader.assignAll();
    Map<TopicPartition, Long> beginnings = reader.beginnings();
    long nowMillis = clock.millis();
    Map<TopicPartition, Long> ends = reader.ends();
    boolean isWhole =
        options.sinceMillis().isEmpty() && beginnings.values().stream().allMatch(o -> o == 0);
    return isWhole
        ? read(new Audit(counts, options, listener), beginnings, ends, nowMillis, enough)
        : runPart(counts, beginnings, ends, nowMillis, enough);
  }

  private AuditReport runPart(
      Map<Topic, Integer> counts,
      Map<TopicPartition, Long> beginnings,
      Map<TopicPartition, Long> ends,
      long nowMillis,
      BooleanSupplier enough) {
    long sinceMillis =
        Math.max(options.sinceMillis().orElse(0), completeSinceMillis(beginnings, ends));
    // From slightly earlier: an order may depend on the records just before it.
    Map<TopicPartition, Long> starts =
        reader.offsetsAt(sinceMillis - options.holdMillis() - options.graceMillis());
    beginnings.forEach((partition, first) -> starts.merge(partition, first, Math::max));
    Audit audit = Audit.ofPart(counts, options.withSinceMillis(sinceMillis), listener);
    return read(audit, starts, ends, nowMillis, enough);
  }

  /**
   * Returns the time from which all topics are complete: that of the youngest first record of the
   * partitions whose beginning was deleted.
   */
  private long completeSinceMillis(
      Map<TopicPartition, Long> beginnings, Map<TopicPartition, Long> ends) {
    Map<TopicPartition, Long> firsts = new HashMap<>();
    beginnings.forEach(
        (partition, beginning) -> {
          if (beginning > 0 && beginning < ends.get(partition)) {
            firsts.put(partition, beginning + 1);
          }
        });
    reader.seek(beginnings);
    long[] sinceMillis = {0};
    reader.readTo(firsts, record -> sinceMillis[0] = Math.max(sinceMillis[0], record.timestamp()));
    return sinceMillis[0];
  }

  private AuditReport read(
      Audit audit,
      Map<TopicPartition, Long> starts,
      Map<TopicPartition, Long> ends,
      long nowMillis,
      BooleanSupplier enough) {
    reader.seek(starts);
    reader.readTo(ends, record -> audit.accept(AuditRecord.of(record)));
    AuditReport report = options.follow() ? follow(audit, enough) : finish(audit, nowMillis);
    return report.with(timelines(report, starts));
  }

  private AuditReport finish(Audit audit, long nowMillis) {
    return options.graceMillis() == 0 ? audit.finish() : audit.finish(nowMillis);
  }

  private AuditReport follow(Audit audit, BooleanSupplier enough) {
    try {
      while (!enough.getAsBoolean()) {
        long nowMillis = clock.millis();
        reader.readToEnd(record -> audit.accept(AuditRecord.of(record)));
        audit.checkQuiet(nowMillis);
        reader.poll(PATIENCE).forEach(record -> audit.accept(AuditRecord.of(record)));
      }
    } catch (InterruptException e) {
      // Ends with the report so far; the thread stays interrupted for its owner.
      Thread.currentThread().interrupt();
    }
    return audit.report();
  }

  private List<AuditReport.Timeline> timelines(
      AuditReport report, Map<TopicPartition, Long> starts) {
    Set<String> orders = new LinkedHashSet<>();
    for (Violation violation : report.violations()) {
      if (orders.size() < options.timelinesMax()) {
        violation.orderId().ifPresent(orders::add);
      }
    }
    if (orders.isEmpty() || Thread.currentThread().isInterrupted()) {
      return List.of();
    }
    Timelines timelines = new Timelines(orders);
    Map<TopicPartition, Long> reached = reader.positions();
    reader.seek(starts);
    reader.readTo(reached, record -> timelines.accept(AuditRecord.of(record)));
    return timelines.toList();
  }
}
