package dev.darkstore.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkstore.audit.finding.Invariant;
import dev.darkstore.audit.record.AuditRecord;
import dev.darkstore.audit.report.AuditReport;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Audits a log in many interleavings. */
public final class Verdicts {
  private static final int SHUFFLES = 60;

  private Verdicts() {}

  public static void assertClean(HonestLog world) {
    assertClean(world.log);
  }

  public static void assertClean(Log log) {
    everyInterleaving(log)
        .forEach(
            (name, records) ->
                assertThat(audit(records, AuditOptions.DEFAULTS).violations()).as(name).isEmpty());
  }

  /** Checks that every interleaving finds exactly these invariants broken. */
  public static void assertBroken(HonestLog world, Invariant first, Invariant... others) {
    assertBroken(world, AuditOptions.DEFAULTS, first, others);
  }

  public static void assertBroken(
      HonestLog world, AuditOptions options, Invariant first, Invariant... others) {
    everyInterleaving(world.log)
        .forEach(
            (name, records) -> {
              AuditReport report = audit(records, options);
              assertThat(invariants(report))
                  .as(name + ": " + report.violations())
                  .isEqualTo(EnumSet.of(first, others));
            });
  }

  /** Checks that every interleaving finds this invariant broken, and possibly others. */
  static void assertFound(HonestLog world, Invariant invariant) {
    everyInterleaving(world.log)
        .forEach(
            (name, records) ->
                assertThat(audit(records, AuditOptions.DEFAULTS).violationCounts())
                    .as(name)
                    .containsKey(invariant));
  }

  public static AuditReport audit(List<AuditRecord> records, AuditOptions options) {
    return feed(records, options).finish();
  }

  static Audit feed(List<AuditRecord> records, AuditOptions options) {
    Audit audit = new Audit(Log.partitionCounts(), options, violation -> {});
    records.forEach(audit::accept);
    return audit;
  }

  private static Set<Invariant> invariants(AuditReport report) {
    Set<Invariant> broken = EnumSet.noneOf(Invariant.class);
    broken.addAll(report.violationCounts().keySet());
    return broken;
  }

  private static Map<String, List<AuditRecord>> everyInterleaving(Log log) {
    Map<String, List<AuditRecord>> all = new LinkedHashMap<>();
    all.put("as written", log.asWritten());
    all.put("topic by topic", log.topicByTopic(false));
    all.put("topic by topic, reversed", log.topicByTopic(true));
    for (int seed = 0; seed < SHUFFLES; seed++) {
      all.put("partition by partition, seed " + seed, log.partitionByPartition(seed));
      all.put("interleaved, seed " + seed, log.interleaved(seed));
    }
    assertThat(new ArrayList<>(all.values())).allMatch(l -> l.size() == log.records().size());
    return all;
  }
}
