package dev.darkstore.conformance.scenario;

import static dev.darkstore.conformance.scenario.ConformanceOptions.LONG_HOLD_MILLIS;

import dev.darkstore.conformance.report.Rule;
import dev.darkstore.conformance.resource.Scarce;
import dev.darkstore.conformance.scenario.Scenario.Need;
import dev.darkstore.events.Assigned;
import java.util.List;

/** Commit: first, repeated, of anything not reserved; and Settle. */
final class CommitScenarios {
  private CommitScenarios() {}

  static List<Scenario> all() {
    return List.of(
        Scenario.of("Commit, and Commit again", CommitScenarios::again, Need.SCARCE),
        Scenario.of("Commit of an unknown branch, then Reserve", CommitScenarios::unknown),
        Scenario.of("Commit after Release", CommitScenarios::afterRelease, Need.SCARCE),
        Scenario.of("Settle of an assignment", CommitScenarios::settleAssigned),
        Scenario.of("Settle of anything else", CommitScenarios::settleOthers));
  }

  private static void again(Play play) {
    Scarce scarce = play.scarce();
    List<BranchOrder> others = play.fill(scarce, 1);
    BranchOrder order = play.order(scarce.claim());
    order.reserve(Rule.RESERVE, LONG_HOLD_MILLIS);
    Assigned first = order.commit(Rule.COMMIT);
    Assigned second = order.commit(Rule.COMMIT_REPEATED);
    play.require(
        second.getHolding().equals(first.getHolding()),
        Rule.COMMIT_REPEATED,
        order,
        "Assigned is repeated with another holding");
    play.requireTaken(scarce, Rule.COMMIT);
    order.givesBack();
    others.forEach(BranchOrder::givesBack);
    play.requireFree(scarce, Rule.RELEASE);
  }

  private static void unknown(Play play) {
    BranchOrder order = play.order(play.ample());
    order.commitFails(Rule.COMMIT_FAILED);
    order.commitFails(Rule.COMMIT_FAILED);
    // The Commit belonged to a decision that was rolled back.
    order.reserve(Rule.RESERVE, LONG_HOLD_MILLIS);
    order.commit(Rule.COMMIT);
  }

  private static void afterRelease(Play play) {
    Scarce scarce = play.scarce();
    BranchOrder order = play.order(scarce.claim());
    order.reserve(Rule.RESERVE, LONG_HOLD_MILLIS);
    order.givesBack();
    order.commitFails(Rule.COMMIT_FAILED);
    order.refused(Rule.FENCE);
    play.requireFree(scarce, Rule.COMMIT_FAILED);
  }

  private static void settleAssigned(Play play) {
    BranchOrder order = play.assigned(play.ample());
    order.sendSettle();
    order.sendSettle();
    play.passReleases(play.ample());
    play.require(!order.hasNext(), Rule.SETTLE, order, "Settle has a reply");
    order.commit(Rule.SETTLE);
    play.until(order.latestExpiryMillis() + play.options().toleranceMillis());
    play.require(!order.hasNext(), Rule.SETTLE, order, "a settled assignment has a reply");
    order.commit(Rule.SETTLE);
  }

  private static void settleOthers(Play play) {
    BranchOrder reserved = play.order(play.ample());
    BranchOrder unknown = play.order(play.ample());
    reserved.reserve(Rule.RESERVE, play.options().holdMillis());
    reserved.sendStraySettle();
    unknown.sendStraySettle();
    play.passReleases(play.ample());
    play.require(!reserved.hasNextBesideExpiry(), Rule.SETTLE, reserved, "Settle has a reply");
    unknown.reserve(Rule.SETTLE, LONG_HOLD_MILLIS);
    reserved.expires(Rule.SETTLE);
    reserved.commitFails(Rule.SETTLE);
  }
}
