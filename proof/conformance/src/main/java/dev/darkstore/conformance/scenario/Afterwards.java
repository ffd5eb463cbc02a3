package dev.darkstore.conformance.scenario;

import dev.darkstore.conformance.report.Rule;
import dev.darkstore.events.Assigned;
import dev.darkstore.events.AssignmentFailed;
import dev.darkstore.events.Released;
import dev.darkstore.events.ReservationExpired;
import dev.darkstore.events.ReservationRefused;
import dev.darkstore.events.Reserved;
import java.util.Arrays;

/**
 * Check of an order when everything is quiet: one reply to each request, and a reply to each vote.
 * If the participant was restarted meanwhile it may have repeated replies, and votes of a Kafka
 * transaction that was rolled back may be left.
 */
final class Afterwards {
  private Afterwards() {}

  /** Returns true if every Release was answered. */
  static boolean isReleased(BranchOrder order) {
    return count(order, Released.class) >= order.releases();
  }

  static void judge(BranchOrder order) {
    judge(
        order,
        Rule.RELEASE_REPEATED,
        "Release",
        order.releases(),
        count(order, Released.class),
        order.releases());
    judge(
        order,
        order.commits() > 1 ? Rule.COMMIT_REPEATED : Rule.COMMIT,
        "Commit",
        order.commits(),
        count(order, Assigned.class, AssignmentFailed.class),
        order.commits());
    // An expired branch answers Reserve with ReservationExpired, and expires once by itself.
    int expired = count(order, ReservationExpired.class);
    judge(
        order,
        order.reserves() > 1 ? Rule.RESERVE_REPEATED : Rule.RESERVE,
        "Reserve",
        order.reserves(),
        count(order, Reserved.class, ReservationRefused.class) + expired,
        order.reserves() + Math.min(1, expired));
    if (!order.isRestarted()) {
      order
          .votes()
          .forEach(
              vote ->
                  order
                      .play()
                      .judge(
                          !(vote.body() instanceof Reserved) || hasEvent(order, vote),
                          Rule.VOTE,
                          order,
                          "the vote at %s has no equal Reserved among the events"
                              .formatted(vote.record().position())));
    }
  }

  private static void judge(
      BranchOrder order, Rule missing, String request, int requests, int replies, int repliesMax) {
    order
        .play()
        .judge(
            replies >= requests,
            missing,
            order,
            "%s: %d sent, %d replies".formatted(request, requests, replies));
    order
        .play()
        .judge(
            replies <= repliesMax || order.isRestarted(),
            Rule.UNSOLICITED,
            order,
            "%s: %d sent, %d replies".formatted(request, requests, replies));
  }

  private static boolean hasEvent(BranchOrder order, Reply vote) {
    Reserved voted = (Reserved) vote.body();
    return order.events().stream()
        .anyMatch(
            event ->
                event.body() instanceof Reserved reserved
                    && reserved.getHolding().equals(voted.getHolding())
                    && reserved.getExpiresAt().equals(voted.getExpiresAt()));
  }

  private static int count(BranchOrder order, Class<?>... types) {
    return (int)
        order.events().stream()
            .filter(reply -> Arrays.stream(types).anyMatch(type -> type.isInstance(reply.body())))
            .count();
  }
}
