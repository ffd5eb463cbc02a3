package dev.darkstore.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Checks that the explorer's savings lose no quiet end; {@link LongModelTest} has larger worlds.
 */
class SavingsTest {
  private static final ModelWorld ONE_ORDER_AND_ALL_FAULTS =
      Worlds.orders(1).bounds(Bounds.none().repeats(1).losses(1).offlines(1)).build();
  private static final ModelWorld ONE_ORDER_AND_PHANTOMS =
      Worlds.orders(1).bounds(Bounds.none().phantoms(1).offlines(1)).sentAhead().build();

  @ParameterizedTest
  @EnumSource(Explorer.Saving.class)
  void findsEveryQuietEndThatThereIs(Explorer.Saving saving) {
    assertFindsEveryQuietEnd(ONE_ORDER_AND_ALL_FAULTS, saving);
  }

  @ParameterizedTest
  @EnumSource(Explorer.Saving.class)
  void findsEveryQuietEndThatThereIsWithRequestsOfLivesThatAreRolledBack(Explorer.Saving saving) {
    assertFindsEveryQuietEnd(ONE_ORDER_AND_PHANTOMS, saving);
  }

  @Test
  void findsEveryQuietEndOfTwoOrdersThatAreTheSame() {
    ModelWorld world = Worlds.orders(2).build();
    Exploration without = Explorer.explore(world, EnumSet.of(Explorer.Saving.REDUCTION));

    Exploration with = Explorer.explore(world, EnumSet.allOf(Explorer.Saving.class));

    assertThat(with.quietEnds()).isEqualTo(without.quietEnds());
    assertThat(with.states()).isLessThan(without.states());
  }

  /** Checks that one queue for all commands of a branch covers two independent queues. */
  @Test
  void findsEveryQuietEndThatReleasesLeadToWhichOvertakeRequests() {
    ModelWorld twoTopics = Worlds.orders(2).releasesApart().build();
    ModelWorld oneTopic = Worlds.orders(2).sentAhead().build();
    ModelWorld nothingLost = Worlds.orders(2).build();
    Exploration full = Explorer.explore(twoTopics, EnumSet.allOf(Explorer.Saving.class));

    Exploration saved = Explorer.explore(oneTopic, EnumSet.allOf(Explorer.Saving.class));

    assertThat(full.finding()).isEmpty();
    assertThat(saved.quietEnds()).containsAll(full.quietEnds());
    assertThat(Explorer.explore(nothingLost, EnumSet.allOf(Explorer.Saving.class)).quietEnds())
        .as("ends where nothing is overtaken")
        .hasSizeLessThan(full.quietEnds().size());
  }

  private static void assertFindsEveryQuietEnd(ModelWorld world, Explorer.Saving saving) {
    Exploration full = Explorer.explore(world, EnumSet.noneOf(Explorer.Saving.class));

    Exploration saved = Explorer.explore(world, EnumSet.of(saving));

    assertThat(saved.quietEnds()).isEqualTo(full.quietEnds());
  }
}
