package dev.darkstore.chaos.report;

import dev.darkstore.audit.report.AuditReport;
import dev.darkstore.chaos.load.LedgerTotals;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Report of a run: its faults, their effects and the problems found.
 *
 * @param seed seed of the run
 * @param command command that runs it again
 * @param duration duration of the run, start and end included
 * @param planned the kinds of faults that were to be injected
 * @param faults those that were, in order
 * @param orders totals of the orders
 * @param restarts number of times that processes were started again, however they had ended
 * @param exits number of times that processes ended by themselves, by name and status
 * @param expiries number of reservations that ran out
 * @param expiryLatestMillis lateness of the latest of them
 * @param audit report of the audit, unless the run did not come to it
 * @param problems everything that makes the run a failure; empty if it is none
 */
public record ChaosReport(
    long seed,
    String command,
    Duration duration,
    List<String> planned,
    List<FaultResult> faults,
    LedgerTotals orders,
    int restarts,
    Map<String, Integer> exits,
    int expiries,
    long expiryLatestMillis,
    Optional<AuditReport> audit,
    List<String> problems) {
  public ChaosReport {
    planned = List.copyOf(planned);
    faults = List.copyOf(faults);
    exits = Collections.unmodifiableMap(new TreeMap<>(exits));
    problems = List.copyOf(problems);
  }

  /**
   * Returns true if everything held: every planned fault came, the system recovered, the audit is
   * clean.
   */
  public boolean isClean() {
    return problems.isEmpty();
  }

  /** For each kind of fault what its injections did, in the order of the kinds' names. */
  public List<KindSummary> kinds() {
    return KindSummary.of(planned, faults);
  }

  /** The report as a person reads it on a terminal. */
  public String toText() {
    return ReportText.of(this);
  }

  /** The report as a document. */
  public String toMarkdown() {
    return ReportMarkdown.of(this);
  }

  /** The report as one JSON object. */
  public String toJson() {
    return ReportJson.of(this);
  }
}
