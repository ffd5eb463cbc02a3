package dev.darkstore.conformance.scenario;

import dev.darkstore.conformance.report.Rule;
import dev.darkstore.conformance.resource.Scarce;
import dev.darkstore.conformance.scenario.Scenario.Need;
import dev.darkstore.events.Assigned;
import dev.darkstore.events.Reserved;
import java.util.ArrayList;
import java.util.List;

/** Commit before, at and after the end of the hold, and never. */
final class TimerScenarios {
  /** Time before the end of the hold that a Commit needs to be applied within it. */
  private static final long MARGIN_MILLIS = 300;

  /** Different ends of holds, so that some end between two looks of the participant. */
  private static final int STAGGERED = 8;

  private static final long STAGGER_MILLIS = 15;

  private TimerScenarios() {}

  static List<Scenario> all() {
    return List.of(
        Scenario.of("a reservation expires by itself", TimerScenarios::expires, Need.SCARCE),
        Scenario.of("Commit just before the timer", TimerScenarios::before),
        Scenario.of("Commit at the timer", TimerScenarios::at, Need.SCARCE),
        Scenario.of("Commit just after the timer", TimerScenarios::after),
        Scenario.of("an assignment outlives the timer", TimerScenarios::outlives, Need.SCARCE),
        Scenario.of("Release after the timer", TimerScenarios::released, Need.SCARCE));
  }

  private static void expires(Play play) {
    Scarce scarce = play.scarce();
    BranchOrder order = play.order(scarce.claim());
    order.reserve(Rule.RESERVE, play.options().holdMillis());
    order.expires(Rule.EXPIRY);
    play.requireFree(scarce, Rule.EXPIRY);
    order.commitFails(Rule.COMMIT_FAILED);
    order.sendReserve(ConformanceOptions.LONG_HOLD_MILLIS);
    Reply again = order.next(Rule.RESERVE_REPEATED, "Reserve after the timer");
    play.require(
        !(again.body() instanceof Reserved),
        Rule.RESERVE_REPEATED,
        order,
        "Reserve after the timer was answered with Reserved");
    play.requireFree(scarce, Rule.EXPIRY);
  }

  private static void before(Play play) {
    BranchOrder order = play.order(play.ample());
    order.reserve(Rule.RESERVE, play.options().holdMillis());
    play.until(order.earliestExpiryMillis() - MARGIN_MILLIS);
    order.sendCommit();
    Reply reply = order.next(Rule.COMMIT, "Commit just before the timer");
    // A reply that was read after the timer may be about a Commit that was applied after it.
    play.require(
        reply.body() instanceof Assigned || reply.readMillis() >= order.earliestExpiryMillis(),
        Rule.COMMIT,
        order,
        "Commit %d ms before the end of the hold was answered with %s"
            .formatted(MARGIN_MILLIS, reply.name()));
  }

  private static void at(Play play) {
    Scarce scarce = play.scarce();
    List<BranchOrder> others = play.fill(scarce, 1);
    BranchOrder order = play.order(scarce.claim());
    order.reserve(Rule.RESERVE, play.options().holdMillis());
    play.until(order.earliestExpiryMillis());
    order.sendCommit();
    Reply reply = order.nextBesideExpiry(Rule.TIMER, "Commit at the timer");
    play.until(order.latestExpiryMillis() + play.options().toleranceMillis());
    others.forEach(BranchOrder::givesBack);
    if (reply.body() instanceof Assigned) {
      play.require(
          !order.hasNext(), Rule.ASSIGNMENT_STAYS, order, "an assignment was ended by its timer");
      order.givesBack();
    }
    play.requireFree(scarce, Rule.TIMER);
  }

  private static void after(Play play) {
    List<BranchOrder> orders = new ArrayList<>();
    for (int i = 0; i < STAGGERED; i++) {
      BranchOrder order = play.order(play.ample());
      order.reserve(Rule.RESERVE, play.options().holdMillis() + i * STAGGER_MILLIS);
      orders.add(order);
    }
    for (BranchOrder order : orders) {
      play.until(order.latestExpiryMillis() + 1);
      order.sendCommit();
    }
    orders.forEach(order -> order.failed(Rule.TIMER));
  }

  private static void outlives(Play play) {
    Scarce scarce = play.scarce();
    List<BranchOrder> others = play.fill(scarce, 1);
    BranchOrder order = play.assigned(scarce.claim());
    play.until(order.latestExpiryMillis() + play.options().toleranceMillis());
    play.require(
        !order.hasNext(), Rule.ASSIGNMENT_STAYS, order, "an assignment was ended by its timer");
    play.requireTaken(scarce, Rule.ASSIGNMENT_STAYS);
    order.commit(Rule.ASSIGNMENT_STAYS);
    order.givesBack();
    others.forEach(BranchOrder::givesBack);
    play.requireFree(scarce, Rule.RELEASE);
  }

  private static void released(Play play) {
    Scarce scarce = play.scarce();
    BranchOrder order = play.order(scarce.claim());
    order.reserve(Rule.RESERVE, play.options().holdMillis());
    order.expires(Rule.EXPIRY);
    order.releasesNothing(Rule.RELEASE_REPEATED);
    order.releasesNothing(Rule.RELEASE_REPEATED);
    play.requireFree(scarce, Rule.EXPIRY);
  }
}
