package dev.darkstore.chaos;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Which faults come in which order. */
final class FaultPlan {
  private final List<Fault> faults;

  private FaultPlan(List<Fault> faults) {
    this.faults = faults;
  }

  static FaultPlan of(
      ChaosOptions options, Stage stage, Brokers brokers, Services services, Random random) {
    List<Fault> faults = new ArrayList<>();
    for (ServiceKind kind : ServiceKind.values()) {
      faults.add(new KillService(kind, Moment.MID_RESERVATION, services, stage));
      faults.add(new KillService(kind, Moment.MID_COMMIT, services, stage));
    }
    Collections.shuffle(faults, random);
    return new FaultPlan(faults);
  }

  /** The kinds that must come. */
  List<String> kinds() {
    return faults.stream().map(Fault::kind).distinct().sorted().toList();
  }

  void carryOut(Campaign campaign) {
    faults.forEach(campaign::inject);
  }
}
