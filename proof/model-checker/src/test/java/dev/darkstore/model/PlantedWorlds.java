package dev.darkstore.model;

import dev.darkstore.planted.AheadBug;
import dev.darkstore.planted.Planted;
import dev.darkstore.planted.PlantedBug;

/** Small worlds in which the planted bugs show. */
final class PlantedWorlds {
  private PlantedWorlds() {}

  static ModelWorld of(Planted planted) {
    Worlds worlds = planted instanceof AheadBug bug ? worlds(bug) : worlds((PlantedBug) planted);
    return worlds.sentAhead(planted.sentAhead()).decisions(planted.decisions()).build();
  }

  private static Worlds worlds(AheadBug bug) {
    return Worlds.orders(1)
        .bounds(
            Bounds.none()
                .phantoms(
                    switch (bug) {
                      case CLOSES_WHAT_IS_TOO_OLD -> 2;
                      case SENDS_REFUSALS_AHEAD, SENDS_RELEASE_AHEAD -> 1;
                      case SENDS_ASSIGNED_AHEAD, SENDS_OUTCOMES_AHEAD -> 0;
                    }));
  }

  private static Worlds worlds(PlantedBug bug) {
    return switch (bug) {
      case NOTIFIES_WHEN_RESERVED,
          NOTIFIES_AGAIN,
          PLACES_ON_THE_FIRST_ASSIGNED,
          COMMITS_ONE_BY_ONE,
          LEAVES_THE_ASSIGNED_ALONE,
          FORGETS_THE_LEASE,
          PLACES_LATE,
          CANCELS_WHAT_IS_PLACED,
          BEGINS_AGAIN,
          TIMES_OUT_IN_SILENCE,
          OBEYS_ANY_TIMER,
          LEAVES_THE_TIMER_TO_THE_PUNCTUATOR,
          COMMITS_WHAT_HAS_EXPIRED,
          ASSIGNS_AT_ONCE,
          KEEPS_WHAT_IS_ASSIGNED,
          ANSWERS_RELEASE_ONCE,
          EXPIRES_WHAT_IS_ASSIGNED,
          WRITES_OFF_WHAT_IS_HELD ->
          Worlds.orders(1);
      case RELEASES_ONCE -> Worlds.orders(1).bounds(Bounds.none().losses(1));
      case BOUNDS_RELEASE -> Worlds.orders(1).bounds(Bounds.none().losses(2).releasesCounted(2));
      case RESERVES_TWICE, PROLONGS_THE_HOLD ->
          Worlds.orders(1).rice(2).bounds(Bounds.none().repeats(1));
      case FORGETS_THE_FENCE -> Worlds.orders(1).bounds(Bounds.none().repeats(2));
      case REPLACES_IN_SILENCE -> Worlds.orders(1).twoAgents().bounds(Bounds.none().offlines(1));
      case TAKES_THE_AGENT_AWAY -> Worlds.orders(1).bounds(Bounds.none().offlines(1));
      case FORGETS_THE_TRIP -> Worlds.orders(2).rice(2).bounds(Bounds.none().offlines(1));
      case TAKES_LINES_ONE_BY_ONE -> Worlds.orders(2).riceAndMilk();
    };
  }
}
