package dev.darkstore.chaos;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Which faults come in which order: each kind once, in an order that follows from the seed, then
 * once more those whose moment did not come, then any, while there is time.
 */
final class FaultPlan {
  /** What a fault and the recovery from it take on average; a run too short for all has fewer. */
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
    List<Fault> faults = new ArrayList<>(options.shortForm() ? catalogue.brief() : catalogue.all());
    Collections.shuffle(faults, random);
    if (options.shortForm()) {
      return new FaultPlan(faults, Duration.ZERO, random);
    }
    long fit = Math.max(1, options.duration().dividedBy(PER_FAULT));
    return new FaultPlan(
        faults.subList(0, (int) Math.min(fit, faults.size())), options.duration(), random);
  }

  /** The kinds that must come. */
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
