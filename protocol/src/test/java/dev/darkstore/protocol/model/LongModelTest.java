package dev.darkstore.protocol.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import java.util.EnumSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Larger worlds; run with {@code mvn -pl protocol test -Dmodel=long -Dtest=LongModelTest}. */
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
        argumentSet("two repeats, all faults", Worlds.orders(2).bounds(ALL.repeats(2))));
  }

  @ParameterizedTest
  @MethodSource("worlds")
  void keepsEveryInvariant(Worlds worlds) {
    Exploration exploration =
        Explorer.explore(worlds.build(), EnumSet.allOf(Explorer.Saving.class));

    System.out.println(exploration);
    assertThat(exploration.finding()).isEmpty();
  }

  static Stream<Arguments> faults() {
    return Stream.of(
        argumentSet("no fault", NONE),
        argumentSet("offline", NONE.offlines(1)),
        argumentSet("a loss", NONE.losses(1)),
        argumentSet("a repeat", NONE.repeats(1)));
  }

  @ParameterizedTest
  @MethodSource("faults")
  void leavesNoQuietEndOut(Bounds bounds) {
    World world = Worlds.orders(2).bounds(bounds).build();
    Exploration full = Explorer.explore(world, EnumSet.of(Explorer.Saving.SYMMETRY));

    Exploration reduced = Explorer.explore(world, EnumSet.allOf(Explorer.Saving.class));

    System.out.println(full + "\nreduced: " + reduced);
    assertThat(reduced.quietEnds()).isEqualTo(full.quietEnds());
  }
}
