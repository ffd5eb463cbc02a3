package dev.darkstore.model;

import dev.darkstore.planted.Decisions;
import dev.darkstore.planted.SentAhead;
import dev.darkstore.protocol.Order;
import dev.darkstore.protocol.coordinator.Branch;
import dev.darkstore.protocol.coordinator.CoordinatorTiming;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * World to explore.
 *
 * @param orders orders that customers may put in
 * @param participations branches, each with its participant as it stands at the start
 * @param bounds limits on the steps from outside
 * @param sentAhead messages that are read although the decision to send them is rolled back
 * @param releasesApart true if the commands of a branch are two topics, as they are in production,
 *     Release and Settle in one, requests in the other, each topic in its own order
 * @param decisions the protocol, as shipped or with a planted bug
 */
record ModelWorld(
    List<Order> orders,
    List<Participation> participations,
    CoordinatorTiming timing,
    Bounds bounds,
    Set<SentAhead> sentAhead,
    boolean releasesApart,
    Decisions decisions) {

  ModelWorld {
    orders = List.copyOf(orders);
    participations = List.copyOf(participations);
    sentAhead = Set.copyOf(sentAhead);
  }

  /** A branch and its participant before anything has happened. */
  record Participation(Branch branch, Site<?> site) {}

  List<Branch> branches() {
    return participations.stream().map(Participation::branch).toList();
  }

  /** Describes the units at the start. */
  String describe() {
    return participations.stream()
        .flatMap(participation -> describe(participation.site()).stream())
        .collect(Collectors.joining(", "));
  }

  private static <C> List<String> describe(Site<C> site) {
    return site.units().stream().map(site.inventory()::describe).toList();
  }
}
