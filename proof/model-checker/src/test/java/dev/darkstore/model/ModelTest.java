package dev.darkstore.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import java.util.EnumSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Explores the production decisions; no state may violate an invariant. */
class ModelTest {

  @Test
  void keepsEveryInvariantWithTwoOrdersForOneUnitAndOneAgent() {
    ModelWorld world =
        Worlds.orders(2).bounds(Bounds.none().repeats(1).losses(1).offlines(1)).build();

    Exploration exploration = Explorer.explore(world, EnumSet.allOf(Explorer.Saving.class));

    System.out.println("Two orders, one unit, one agent; all faults: " + exploration);
    assertThat(exploration.finding()).isEmpty();
    assertThat(exploration.states()).isGreaterThan(1_000_000);
  }

  @Test
  void keepsEveryInvariantWithRequestsOfLivesThatAreRolledBack() {
    ModelWorld world =
        Worlds.orders(1)
            .bounds(Bounds.none().phantoms(2).repeats(1).losses(1).offlines(1))
            .sentAhead()
            .build();

    Exploration exploration = Explorer.explore(world, EnumSet.allOf(Explorer.Saving.class));

    System.out.println("One order, two requests of rolled-back runs; all faults: " + exploration);
    assertThat(exploration.finding()).isEmpty();
    assertThat(exploration.states()).isGreaterThan(1_000_000);
  }

  @Test
  void keepsEveryInvariantWithVotesSentAheadAndTwoOrdersForOneUnitAndOneAgent() {
    ModelWorld world = Worlds.orders(2).sentAhead().build();

    Exploration exploration = Explorer.explore(world, EnumSet.allOf(Explorer.Saving.class));

    System.out.println("Two orders, one unit, one agent; sent ahead: " + exploration);
    assertThat(exploration.finding()).isEmpty();
  }

  static Stream<Arguments> worldsOfOneOrder() {
    return Stream.of(
        argumentSet("nothing sent ahead", Worlds.orders(1)),
        argumentSet(
            "requests and votes sent ahead",
            Worlds.orders(1).bounds(Bounds.none().phantoms(1)).sentAhead()));
  }

  @ParameterizedTest
  @MethodSource("worldsOfOneOrder")
  void endsInEveryWayThatIsMeantAndInNoOther(Worlds worlds) {
    Exploration exploration =
        Explorer.explore(worlds.build(), EnumSet.noneOf(Explorer.Saving.class));

    assertThat(exploration.finding()).isEmpty();
    assertThat(exploration.quietEnds())
        .containsExactlyInAnyOrder(
            // Not placed; the rice may have been written off.
            "[undecided[UNKNOWN, UNKNOWN]] [[1 rice], [Asha online]]",
            "[undecided[UNKNOWN, UNKNOWN]] [[0 rice], [Asha online]]",
            // Placed; Asha may have delivered it.
            "[placed[SETTLED, SETTLED]] [[0 rice], [Asha online with an order]]",
            "[placed[SETTLED, SETTLED]] [[0 rice], [Asha online]]",
            // Out of stock.
            "[not placed[REFUSED, RELEASED]] [[0 rice], [Asha online]]",
            "[not placed[REFUSED, EXPIRED]] [[0 rice], [Asha online]]",
            // Cancelled, timed out, expired, or too old when it was read.
            "[not placed[RELEASED, RELEASED]] [[1 rice], [Asha online]]",
            "[not placed[RELEASED, RELEASED]] [[0 rice], [Asha online]]",
            "[not placed[RELEASED, EXPIRED]] [[1 rice], [Asha online]]",
            "[not placed[RELEASED, EXPIRED]] [[0 rice], [Asha online]]",
            "[not placed[EXPIRED, RELEASED]] [[1 rice], [Asha online]]",
            "[not placed[EXPIRED, RELEASED]] [[0 rice], [Asha online]]",
            "[not placed[EXPIRED, EXPIRED]] [[1 rice], [Asha online]]",
            "[not placed[EXPIRED, EXPIRED]] [[0 rice], [Asha online]]");
  }
}
