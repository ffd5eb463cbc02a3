package dev.darkstore.protocol.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the explorer leaves out must not be missed; {@link LongModelTest} has larger worlds. */
class SavingsTest {
  private static final World ONE_ORDER_AND_ALL_FAULTS =
      Worlds.orders(1).bounds(Bounds.none().repeats(1).losses(1).offlines(1)).build();

  @ParameterizedTest
  @EnumSource(Explorer.Saving.class)
  void findsEveryQuietEndThatThereIs(Explorer.Saving saving) {
    Exploration full =
        Explorer.explore(ONE_ORDER_AND_ALL_FAULTS, EnumSet.noneOf(Explorer.Saving.class));

    Exploration saved = Explorer.explore(ONE_ORDER_AND_ALL_FAULTS, EnumSet.of(saving));

    assertThat(saved.quietEnds()).isEqualTo(full.quietEnds());
  }

  @Test
  void findsEveryQuietEndOfTwoOrdersThatAreTheSame() {
    World world = Worlds.orders(2).build();
    Exploration without = Explorer.explore(world, EnumSet.of(Explorer.Saving.REDUCTION));

    Exploration with = Explorer.explore(world, EnumSet.allOf(Explorer.Saving.class));

    assertThat(with.quietEnds()).isEqualTo(without.quietEnds());
    assertThat(with.states()).isLessThan(without.states());
  }
}
