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
 * @param orders orders that customers may place
 * @param participations branches, each with the initial state of its participant
 * @param bounds limits on external events
 * @param sentAhead messages that may be read although their decision is rolled back
 * @param releasesApart true if the commands of a branch are on two topics, as in production:
 *     Release and Settle on one, requests on the other, each topic ordered separately
 * @param decisions the protocol, as in production or with a planted bug
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

  /** Branch with the initial state of its participant. */
  record Participation(Branch branch, Site<?> site) {}

  List<Branch> branches() {
    return participations.stream().map(Participation::branch).toList();
  }

  /** Describes the initial units. */
  String describe() {
    return participations.stream()
        .flatMap(participation -> describe(participation.site()).stream())
        .collect(Collectors.joining(", "));
  }

  private static <C> List<String> describe(Site<C> site) {
    return site.units().stream().map(site.inventory()::describe).toList();
  }
}
