package dev.darkstore.conformance.scenario;

import static dev.darkstore.conformance.scenario.ConformanceOptions.LONG_HOLD_MILLIS;

import dev.darkstore.conformance.report.Rule;
import dev.darkstore.conformance.resource.Scarce;
import dev.darkstore.conformance.scenario.Scenario.Need;
import dev.darkstore.events.Assigned;
import dev.darkstore.events.AssignmentFailed;
import dev.darkstore.events.ReservationExpired;
import dev.darkstore.events.Reserved;
import java.util.ArrayList;
import java.util.List;

/** Restart of the participant in the middle; all scenarios share one. */
final class RestartScenarios {
  private static final int BURST = 20;

  private RestartScenarios() {}

  static List<Scenario> all() {
    return List.of(
        Scenario.of("replies after a restart", RestartScenarios::replies, Need.RESTART),
        Scenario.of(
            "holdings after a restart", RestartScenarios::holdings, Need.RESTART, Need.SCARCE),
        Scenario.of("requests during a restart", RestartScenarios::burst, Need.RESTART),
        Scenario.of(
            "a timer that runs out during a restart", RestartScenarios::timer, Need.RESTART));
  }

  private static void replies(Play play) {
    BranchOrder reserved = play.order(play.ample());
    BranchOrder assigned = play.order(play.ample());
    BranchOrder released = play.order(play.ample());
    BranchOrder fenced = play.order(play.ample());
    reserved.reserve(Rule.RESERVE, LONG_HOLD_MILLIS);
    assigned.reserve(Rule.RESERVE, LONG_HOLD_MILLIS);
    assigned.commit(Rule.COMMIT);
    released.reserve(Rule.RESERVE, LONG_HOLD_MILLIS);
    released.givesBack();
    fenced.release(Rule.RELEASE_REPEATED);
    play.restart();
    reserved.reserveAgain(Rule.DURABLE);
    reserved.commit(Rule.DURABLE);
    assigned.commit(Rule.DURABLE);
    assigned.reserveAgain(Rule.DURABLE);
    released.refused(Rule.DURABLE);
    fenced.refused(Rule.DURABLE);
    fenced.commitFails(Rule.DURABLE);
  }

  private static void holdings(Play play) {
    Scarce scarce = play.scarce();
    List<BranchOrder> holders = play.fill(scarce, 0);
    holders.get(0).commit(Rule.COMMIT);
    play.restart();
    play.requireTaken(scarce, Rule.DURABLE);
    holders.forEach(BranchOrder::givesBack);
    play.requireFree(scarce, Rule.DURABLE);
  }

  private static void burst(Play play) {
    List<BranchOrder> orders = new ArrayList<>();
    for (int i = 0; i < BURST; i++) {
      BranchOrder order = play.order(play.ample());
      order.sendReserve(LONG_HOLD_MILLIS);
      order.sendCommit();
      orders.add(order);
    }
    play.restart();
    for (BranchOrder order : orders) {
      Reply reserved = order.next(Rule.DURABLE, "Reserve before a restart");
      play.require(
          reserved.body() instanceof Reserved,
          Rule.DURABLE,
          order,
          "Reserve before a restart was answered with " + reserved.name());
      Reply next = order.next(Rule.DURABLE, "Commit before a restart");
      while (next.body() instanceof Reserved) {
        next = order.next(Rule.DURABLE, "Commit before a restart"); // A crash repeats replies.
      }
      play.require(
          next.body() instanceof Assigned,
          Rule.DURABLE,
          order,
          "Commit before a restart was answered with " + next.name());
    }
  }

  private static void timer(Play play) {
    BranchOrder silent = play.order(play.ample());
    BranchOrder committed = play.order(play.ample());
    silent.reserve(Rule.RESERVE, play.options().holdMillis());
    committed.reserve(Rule.RESERVE, play.options().holdMillis());
    play.restart();
    play.until(committed.latestExpiryMillis() + 1);
    committed.sendCommit();
    Reply reply = committed.nextBesideExpiry(Rule.TIMER, "Commit after the timer");
    play.require(
        reply.body() instanceof AssignmentFailed,
        Rule.TIMER,
        committed,
        "Commit after the timer was answered with " + reply.name());
    play.await(silent::hasNext, play.options().patienceMillis());
    play.require(silent.hasNext(), Rule.EXPIRY, silent, "no ReservationExpired after a restart");
    Reply expired = silent.next(Rule.EXPIRY, "the end of the hold");
    play.require(
        expired.body() instanceof ReservationExpired,
        Rule.EXPIRY,
        silent,
        "ReservationExpired is expected, not " + expired.name());
  }
}
