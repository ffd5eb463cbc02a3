package dev.darkstore.chaos;

import dev.darkstore.audit.AuditReport;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a run did and what came of it.
 *
 * @param seed what the run followed from
 * @param command what a person types to run it again
 * @param duration how long it took, start and end included
 * @param planned the kinds of faults that were to be injected
 * @param faults those that were, in order
 * @param orders what became of the orders
 * @param restarts how often processes were started again, by whatever they had ended
 * @param exits how often processes ended by themselves, by name and status
 * @param expiries how many reservations ran out
 * @param expiryLatestMillis how late the latest of them did
 * @param audit what the audit found, unless it did not come to it
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
   * Whether everything held: every planned fault came, the system recovered, the audit is clean.
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
