package dev.darkstore.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import java.util.EnumSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Larger worlds; run with {@code mvn -pl :model-checker -am test -Dmodel=long
 * -Dtest=LongModelTest}.
 */
@EnabledIfSystemProperty(named = "model", matches = "long")
class LongModelTest {
  private static final Bounds NONE = Bounds.none();
  private static final Bounds ALL = NONE.repeats(1).losses(1).offlines(1);

  static Stream<Arguments> worlds() {
    return Stream.of(
        argumentSet("three orders, offline", Worlds.orders(3).bounds(NONE.offlines(1))),
        argumentSet("three orders, a loss", Worlds.orders(3).bounds(NONE.losses(1))),
        argumentSet("three orders, a repeat", Worlds.orders(3).bounds(NONE.repeats(1))),
        argumentSet(
            "three branches, offline", Worlds.orders(2).vouchers().bounds(NONE.offlines(1))),
        argumentSet("three branches, a loss", Worlds.orders(2).vouchers().bounds(NONE.losses(1))),
        argumentSet(
            "three branches, a repeat", Worlds.orders(2).vouchers().bounds(NONE.repeats(1))),
        argumentSet(
            "three branches, one order, faults twice",
            Worlds.orders(1).vouchers().bounds(NONE.repeats(2).losses(2).offlines(1))),
        argumentSet(
            "two agents, two units, all faults", Worlds.orders(2).twoAgents().rice(2).bounds(ALL)),
        argumentSet("two skus, all faults", Worlds.orders(2).riceAndMilk().bounds(ALL)),
        argumentSet("goods arrive, all faults", Worlds.orders(2).bounds(ALL.arrivals(1))),
        argumentSet("two repeats, all faults", Worlds.orders(2).bounds(ALL.repeats(2))),
        argumentSet(
            "sent ahead, two phantoms", Worlds.orders(2).bounds(NONE.phantoms(2)).sentAhead()),
        argumentSet(
            "sent ahead, a phantom, offline",
            Worlds.orders(2).bounds(NONE.phantoms(1).offlines(1)).sentAhead()),
        argumentSet(
            "sent ahead, a phantom, a loss",
            Worlds.orders(2).bounds(NONE.phantoms(1).losses(1)).sentAhead()),
        argumentSet(
            "sent ahead, one order, four phantoms, all faults",
            Worlds.orders(1).bounds(ALL.phantoms(4)).sentAhead()),
        argumentSet(
            "sent ahead, one order, three branches, two phantoms",
            Worlds.orders(1).vouchers().bounds(NONE.phantoms(2)).sentAhead()));
  }

  @ParameterizedTest
  @MethodSource("worlds")
  void keepsEveryInvariant(Worlds worlds) {
    Exploration exploration =
        Explorer.explore(worlds.build(), EnumSet.allOf(Explorer.Saving.class));

    System.out.println(exploration);
    assertThat(exploration.finding()).isEmpty();
  }

  static Stream<Arguments> worldsThatFitUnreduced() {
    return Stream.of(
        argumentSet("no fault", Worlds.orders(2)),
        argumentSet("offline", Worlds.orders(2).bounds(NONE.offlines(1))),
        argumentSet("a loss", Worlds.orders(2).bounds(NONE.losses(1))),
        argumentSet("a repeat", Worlds.orders(2).bounds(NONE.repeats(1))),
        argumentSet(
            "sent ahead, one order, a phantom, all faults",
            Worlds.orders(1).bounds(ALL.phantoms(1)).sentAhead()),
        argumentSet(
            "sent ahead, one order, three phantoms",
            Worlds.orders(1).bounds(NONE.phantoms(3)).sentAhead()));
  }

  @ParameterizedTest
  @MethodSource("worldsThatFitUnreduced")
  void leavesNoQuietEndOut(Worlds worlds) {
    ModelWorld world = worlds.build();
    Exploration full = Explorer.explore(world, EnumSet.of(Explorer.Saving.SYMMETRY));

    Exploration reduced = Explorer.explore(world, EnumSet.allOf(Explorer.Saving.class));

    System.out.println(full + "\nreduced: " + reduced);
    assertThat(reduced.quietEnds()).isEqualTo(full.quietEnds());
  }

  /** Checks the savings as {@link SavingsTest} does, with messages sent ahead on both sides. */
  @Test
  void coversReleasesThatOvertakeRequests() {
    ModelWorld twoTopics = Worlds.orders(2).sentAhead().releasesApart().build();
    ModelWorld oneTopic = Worlds.orders(2).sentAhead().build();
    Exploration full = Explorer.explore(twoTopics, EnumSet.allOf(Explorer.Saving.class));

    Exploration saved = Explorer.explore(oneTopic, EnumSet.allOf(Explorer.Saving.class));

    System.out.println(full + "\nin one queue: " + saved);
    assertThat(full.finding()).isEmpty();
    assertThat(saved.quietEnds()).isEqualTo(full.quietEnds());
  }
}
