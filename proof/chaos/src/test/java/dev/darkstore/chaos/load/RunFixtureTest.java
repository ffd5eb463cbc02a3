package dev.darkstore.chaos.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class RunFixtureTest {
  @Test
  void everyPartitionHasEquallyManyStoresAndZones() {
    RunFixture world = RunFixture.with(3);

    assertThat(perPartition(world, world.stores())).hasSize(3).containsValue(2L);
    assertThat(perPartition(world, world.zones())).hasSize(3).containsValue(2L);
  }

  private static Map<Integer, Long> perPartition(RunFixture world, List<String> keys) {
    return keys.stream().collect(Collectors.groupingBy(world::partitionOf, Collectors.counting()));
  }
}
