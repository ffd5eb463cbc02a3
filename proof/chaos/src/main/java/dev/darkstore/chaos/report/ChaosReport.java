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
 * @param planned kinds of faults in the plan
 * @param faults injected faults, in order
 * @param orders totals of the orders
 * @param restarts number of restarts of processes, for any reason
 * @param exits number of unrequested exits, by process and status
 * @param expiries number of expired reservations
 * @param expiryLatestMillis their maximum lateness
 * @param audit report of the audit; empty if the run failed before it
 * @param problems reasons why the run failed; empty if it passed
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
   * Returns true if the run passed: every planned fault was injected, the system recovered, and the
   * audit is clean.
   */
  public boolean isClean() {
    return problems.isEmpty();
  }

  /** Returns a summary of each kind of fault, ordered by name. */
  public List<KindSummary> kinds() {
    return KindSummary.of(planned, faults);
  }

  /** Returns the kinds of faults after which the brokers had to be restarted, with repetitions. */
  List<String> assisted() {
    return faults.stream().filter(FaultResult::assisted).map(FaultResult::kind).toList();
  }

  /** Returns the report as text for a terminal. */
  public String toText() {
    return ReportText.of(this);
  }

  /** Returns the report as a Markdown document. */
  public String toMarkdown() {
    return ReportMarkdown.of(this);
  }

  /** Returns the report as one JSON object. */
  public String toJson() {
    return ReportJson.of(this);
  }
}
