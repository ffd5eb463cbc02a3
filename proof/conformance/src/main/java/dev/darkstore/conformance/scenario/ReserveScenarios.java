package dev.darkstore.conformance.scenario;

import static dev.darkstore.conformance.scenario.ConformanceOptions.LONG_HOLD_MILLIS;

import dev.darkstore.conformance.report.Rule;
import dev.darkstore.conformance.resource.Scarce;
import dev.darkstore.conformance.scenario.Scenario.Need;
import dev.darkstore.events.ReservationRefused;
import dev.darkstore.events.Reserved;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reserve: first, repeated, refused, late, and for the last unit. */
final class ReserveScenarios {
  private static final long BETWEEN_REPEATS_MILLIS = 400;
  private static final int CONTENDERS_MORE = 6;

  private ReserveScenarios() {}

  static List<Scenario> all() {
    return List.of(
        Scenario.of("Reserve takes the resource", ReserveScenarios::takes),
        Scenario.of("Reserve with an unknown attribute", ReserveScenarios::unknownAttribute),
        Scenario.of("Reserve again", ReserveScenarios::again),
        Scenario.of("Reserve again does not prolong the timer", ReserveScenarios::doesNotProlong),
        Scenario.of("Reserve again after Commit", ReserveScenarios::againAfterCommit),
        Scenario.of("a refusal is remembered", ReserveScenarios::refused, Need.IMPOSSIBLE),
        Scenario.of("a refusal outlives the shortage", ReserveScenarios::outlives, Need.SCARCE),
        Scenario.of("all lines or none", ReserveScenarios::allOrNothing, Need.EXCESS),
        Scenario.of("contention for the last unit", ReserveScenarios::contention, Need.SCARCE),
        Scenario.of("Reserve older than the retention", ReserveScenarios::outdated),
        Scenario.of("two transactions of one order id", ReserveScenarios::twoTransactions));
  }

  private static void takes(Play play) {
    play.order(play.ample()).reserve(Rule.RESERVE, LONG_HOLD_MILLIS);
  }

  private static void unknownAttribute(Play play) {
    Map<String, String> attributes = new HashMap<>(play.ample().attributes());
    attributes.put("conformance-unknown", "\u20ac");
    BranchOrder order = play.order(play.ample().withAttributes(attributes));
    order.reserve(Rule.ATTRIBUTES, LONG_HOLD_MILLIS);
    order.reserveAgain(Rule.RESERVE_REPEATED);
  }

  private static void again(Play play) {
    BranchOrder order = play.order(play.ample());
    order.reserve(Rule.RESERVE, LONG_HOLD_MILLIS);
    order.reserveAgain(Rule.RESERVE_REPEATED);
    play.pause(BETWEEN_REPEATS_MILLIS);
    order.reserveAgain(Rule.RESERVE_REPEATED);
    order.commit(Rule.COMMIT);
  }

  private static void doesNotProlong(Play play) {
    long holdMillis = play.options().holdMillis();
    BranchOrder order =
        play.conclusive(
            () -> {
              BranchOrder each = play.order(play.ample());
              each.reserve(Rule.RESERVE, holdMillis);
              play.until(each.earliestExpiryMillis() - holdMillis / 2);
              return each.reserveAgainInTime(Rule.RESERVE_REPEATED)
                  ? Optional.of(each)
                  : Optional.empty();
            });
    play.until(order.latestExpiryMillis() + 1);
    order.commitFails(Rule.RESERVE_REPEATED);
  }

  private static void againAfterCommit(Play play) {
    BranchOrder order = play.order(play.ample());
    order.reserve(Rule.RESERVE, LONG_HOLD_MILLIS);
    order.commit(Rule.COMMIT);
    order.reserveAgain(Rule.RESERVE_REPEATED);
    order.commit(Rule.COMMIT_REPEATED);
  }

  private static void refused(Play play) {
    BranchOrder order = play.order(play.impossible());
    ReservationRefused first = order.refused(Rule.REFUSAL);
    requireEqual(play, order, first, order.refused(Rule.REFUSAL));
    order.commitFails(Rule.COMMIT_FAILED);
    order.releasesNothing(Rule.RELEASE_REPEATED);
    order.refused(Rule.REFUSAL);
  }

  private static void outlives(Play play) {
    Scarce scarce = play.scarce();
    List<BranchOrder> holders = play.fill(scarce, 0);
    BranchOrder late = play.order(scarce.claim());
    ReservationRefused first = late.refused(Rule.CAPACITY);
    holders.forEach(BranchOrder::givesBack);
    requireEqual(play, late, first, late.refused(Rule.REFUSAL));
    late.commitFails(Rule.COMMIT_FAILED);
    play.requireFree(scarce, Rule.RELEASE);
  }

  private static void requireEqual(
      Play play, BranchOrder order, ReservationRefused first, ReservationRefused again) {
    play.require(
        again.equals(first), Rule.REFUSAL, order, "a repeated Reserve got another refusal");
  }

  private static void allOrNothing(Play play) {
    Scarce scarce = play.scarce();
    BranchOrder order = play.order(scarce.excess().orElseThrow());
    order.refused(Rule.REFUSAL);
    play.requireFree(scarce, Rule.RESERVE);
  }

  private static void contention(Play play) {
    Scarce scarce = play.scarce();
    List<BranchOrder> contenders = new ArrayList<>();
    for (int i = 0; i < scarce.capacity() + CONTENDERS_MORE; i++) {
      contenders.add(play.order(scarce.claim()));
    }
    contenders.forEach(order -> order.sendReserve(LONG_HOLD_MILLIS));
    List<BranchOrder> holders = new ArrayList<>();
    for (BranchOrder order : contenders) {
      if (order.next(Rule.RESERVE, "Reserve").body() instanceof Reserved) {
        holders.add(order);
      }
    }
    play.require(
        holders.size() == scarce.capacity(),
        Rule.CAPACITY,
        contenders.get(0),
        "%d orders were reserved, and %d units exist".formatted(holders.size(), scarce.capacity()));
    holders.forEach(order -> order.release(Rule.RELEASE));
    play.requireFree(scarce, Rule.RELEASE);
  }

  private static void outdated(Play play) {
    BranchOrder order = play.order(play.ample());
    long hourMillis = 60 * 60 * 1_000L;
    order.sendReserve(
        LONG_HOLD_MILLIS, play.nowMillis() - play.options().retentionMillis() - hourMillis);
    order.expect(Rule.OUTDATED, "a Reserve older than the retention", ReservationRefused.class);
    order.refused(Rule.OUTDATED);
  }

  private static void twoTransactions(Play play) {
    BranchOrder one = play.order(play.ample());
    BranchOrder two = play.order(one.orderId(), 2, play.ample());
    BranchOrder fenced = play.order(one.orderId(), 3, play.ample());
    fenced.release(Rule.RELEASE_REPEATED);
    one.reserve(Rule.TRANSACTION, LONG_HOLD_MILLIS);
    two.reserve(Rule.TRANSACTION, LONG_HOLD_MILLIS);
    fenced.refused(Rule.FENCE);
    one.release(Rule.TRANSACTION);
    two.commit(Rule.TRANSACTION);
    one.commitFails(Rule.TRANSACTION);
    two.givesBack();
  }
}
