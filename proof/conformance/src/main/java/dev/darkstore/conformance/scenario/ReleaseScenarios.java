package dev.darkstore.conformance.scenario;

import static dev.darkstore.conformance.scenario.ConformanceOptions.LONG_HOLD_MILLIS;

import dev.darkstore.conformance.report.Rule;
import dev.darkstore.conformance.resource.Scarce;
import dev.darkstore.conformance.scenario.Scenario.Need;
import java.util.List;

/** Release: of a reservation, of an assignment, before Reserve, and again. */
final class ReleaseScenarios {
  private ReleaseScenarios() {}

  static List<Scenario> all() {
    return List.of(
        Scenario.of("Release of a reservation", play -> ends(play, false), Need.SCARCE),
        Scenario.of("Release of an assignment", play -> ends(play, true), Need.SCARCE),
        Scenario.of("Release before Reserve", ReleaseScenarios::fence, Need.SCARCE));
  }

  private static void ends(Play play, boolean isAssigned) {
    Scarce scarce = play.scarce();
    List<BranchOrder> others = play.fill(scarce, 1);
    BranchOrder order = play.order(scarce.claim());
    order.reserve(Rule.RESERVE, LONG_HOLD_MILLIS);
    if (isAssigned) {
      order.commit(Rule.COMMIT);
    }
    order.release(Rule.RELEASE);
    BranchOrder next = play.order(scarce.claim());
    play.require(
        next.tries(Rule.RESERVE, LONG_HOLD_MILLIS),
        Rule.RELEASE,
        next,
        "what order %s released was not given back".formatted(order.orderId()));
    // The unit belongs to another order now: a repeated Release must not take it.
    order.releasesNothing(Rule.RELEASE_REPEATED);
    order.releasesNothing(Rule.RELEASE_REPEATED);
    play.requireTaken(scarce, Rule.CAPACITY);
    next.commit(Rule.COMMIT);
    next.givesBack();
    others.forEach(BranchOrder::givesBack);
    play.requireFree(scarce, Rule.RELEASE);
  }

  private static void fence(Play play) {
    Scarce scarce = play.scarce();
    BranchOrder order = play.order(scarce.claim());
    order.releasesNothing(Rule.RELEASE_REPEATED);
    order.refused(Rule.FENCE);
    order.refused(Rule.FENCE);
    order.commitFails(Rule.FENCE);
    order.releasesNothing(Rule.RELEASE_REPEATED);
    order.refused(Rule.FENCE);
    play.requireFree(scarce, Rule.FENCE);
  }
}
