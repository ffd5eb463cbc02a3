package dev.darkstore.chaos;

import dev.darkstore.chaos.fault.Fault;
import dev.darkstore.chaos.load.ExpiryMeter;
import dev.darkstore.chaos.load.OutageMeter;
import dev.darkstore.chaos.report.FaultResult;
import dev.darkstore.harness.HarnessException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

/** Injects one fault after another, each into a system that has recovered from the one before. */
final class Campaign {
  private final Recovery recovery;
  private final OutageMeter outages;
  private final ExpiryMeter expiries;
  private final Random random;
  private final Consumer<String> progress;
  private final long startedAtNanos;
  private final List<FaultResult> results = new ArrayList<>();

  Campaign(
      Recovery recovery,
      OutageMeter outages,
      ExpiryMeter expiries,
      Random random,
      Consumer<String> progress,
      long startedAtNanos) {
    this.recovery = recovery;
    this.outages = outages;
    this.expiries = expiries;
    this.random = random;
    this.progress = progress;
    this.startedAtNanos = startedAtNanos;
  }

  /** Returns the results of the faults injected so far. */
  List<FaultResult> results() {
    return List.copyOf(results);
  }

  /**
   * Injects a fault and waits for the system to recover.
   *
   * @return true if the fault was injected
   * @throws HarnessException if the system does not recover
   */
  boolean inject(Fault fault) {
    long fromNanos = System.nanoTime();
    try {
      boolean came = fault.inject(random);
      long mendedNanos = System.nanoTime();
      // Also without injection: reaching the moment may have required freezing a process.
      boolean assisted = !recovers(fault, mendedNanos);
      if (assisted) {
        recovery.restartBrokers();
        recovery.awaitOrders(mendedNanos, fault.recoveryLimit());
      }
      long placedNanos = System.nanoTime();
      recovery.awaitWhole(fault.recoveryLimit());
      long wholeNanos = System.nanoTime();
      if (!came) {
        progress.accept(since(fromNanos) + "  " + fault.kind() + ": the moment did not come");
        return false;
      }
      if (fault.setsClocks()) {
        expiries.forget(fromNanos, wholeNanos);
      }
      FaultResult result =
          result(fault, fault.strikesAtEnd() ? mendedNanos : fromNanos, wholeNanos, assisted);
      results.add(result);
      progress.accept(
          "%s  %s: %d ms without an outcome, %d ms without a placed order; %d s, %d s, %d s%s"
              .formatted(
                  since(fromNanos),
                  result.kind(),
                  result.withoutOutcome().toMillis(),
                  result.withoutPlaced().toMillis(),
                  seconds(mendedNanos - fromNanos),
                  seconds(placedNanos - mendedNanos),
                  seconds(wholeNanos - placedNanos),
                  assisted ? "; after a restart of the brokers" : ""));
      return true;
    } catch (HarnessException e) {
      throw new HarnessException("no recovery from '" + fault.kind() + "': " + e.getMessage(), e);
    }
  }

  /** Returns false if the system does not recover, and the brokers may be the reason. */
  private boolean recovers(Fault fault, long mendedNanos) {
    try {
      recovery.awaitOrders(mendedNanos, fault.recoveryLimit());
      return true;
    } catch (HarnessException e) {
      if (!fault.startsAllBrokers()) {
        throw e;
      }
      progress.accept(since(mendedNanos) + "  " + e.getMessage() + "; restarting the brokers");
      return false;
    }
  }

  private FaultResult result(Fault fault, long fromNanos, long toNanos, boolean assisted) {
    return new FaultResult(
        fault.kind(),
        Duration.ofNanos(fromNanos - startedAtNanos),
        outages.longestWithoutOutcome(fault.routes(), fromNanos, toNanos),
        outages.longestWithoutPlaced(fault.routes(), fromNanos, toNanos),
        expiries.latestMillis(fromNanos, toNanos),
        assisted);
  }

  private String since(long nanos) {
    long seconds = seconds(nanos - startedAtNanos);
    return "%3d:%02d".formatted(seconds / 60, seconds % 60);
  }

  private static long seconds(long nanos) {
    return nanos / 1_000_000_000;
  }
}
