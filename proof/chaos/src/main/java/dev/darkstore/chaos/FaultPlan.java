package dev.darkstore.chaos;

import dev.darkstore.chaos.fault.Fault;
import dev.darkstore.chaos.fault.FaultCatalogue;
import dev.darkstore.harness.HarnessException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Sequence of faults: each kind once, in an order derived from the seed; then again those whose
 * moment did not occur; then any, until the time is over.
 */
final class FaultPlan {
  /**
   * Average time for a fault and the recovery from it; a run too short for all faults has fewer.
   */
  private static final Duration PER_FAULT = Duration.ofSeconds(25);

  private static final int TRIES = 3;

  private final List<Fault> faults;
  private final Duration duration;
  private final Random random;

  private FaultPlan(List<Fault> faults, Duration duration, Random random) {
    this.faults = faults;
    this.duration = duration;
    this.random = random;
  }

  static FaultPlan of(ChaosOptions options, FaultCatalogue catalogue, Random random) {
    List<Fault> faults = new ArrayList<>(candidates(options, catalogue));
    Collections.shuffle(faults, random);
    if (options.shortForm()) {
      return new FaultPlan(faults, Duration.ZERO, random);
    }
    int fit = options.only().isEmpty() ? fit(options.duration(), faults.size()) : faults.size();
    return new FaultPlan(faults.subList(0, fit), options.duration(), random);
  }

  private static List<Fault> candidates(ChaosOptions options, FaultCatalogue catalogue) {
    if (options.only().isEmpty()) {
      return options.shortForm() ? catalogue.brief() : catalogue.all();
    }
    List<Fault> chosen =
        catalogue.all().stream().filter(fault -> options.only().contains(fault.kind())).toList();
    if (chosen.size() < options.only().size()) {
      throw new HarnessException(
          "of the kinds %s there are only %s"
              .formatted(options.only(), catalogue.all().stream().map(Fault::kind).toList()));
    }
    return chosen;
  }

  private static int fit(Duration duration, int faults) {
    return (int) Math.max(1, Math.min(faults, duration.dividedBy(PER_FAULT)));
  }

  /** Returns the kinds that must be injected. */
  List<String> kinds() {
    return faults.stream().map(Fault::kind).sorted().toList();
  }

  void carryOut(Campaign campaign) {
    long endNanos = System.nanoTime() + duration.toNanos();
    List<Fault> left = faults;
    for (int tries = 0; tries < TRIES && !left.isEmpty(); tries++) {
      left = left.stream().filter(fault -> !campaign.inject(fault)).toList();
    }
    while (System.nanoTime() < endNanos) {
      campaign.inject(faults.get(random.nextInt(faults.size())));
    }
  }
}
