package dev.darkstore.chaos.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OutageMeterTest {
  private static final long SECOND = 1_000_000_000;

  private final RunFixture world = RunFixture.with(2);
  private final OutageMeter meter = new OutageMeter(world);

  @Test
  void theLongestGapOfTheWorstPartitionCounts() {
    for (int second = 1; second <= 10; second++) {
      placed(storeOn(0), second);
      if (second <= 3 || second >= 8) {
        placed(storeOn(1), second);
      }
    }

    assertThat(gap(1, 10)).as("from 3 to 8").isEqualTo(Duration.ofSeconds(5));
    assertThat(gap(5, 10)).as("from 5, when the fault began").isEqualTo(Duration.ofSeconds(3));
    assertThat(gap(1, 5)).as("until 5, when it was over").isEqualTo(Duration.ofSeconds(2));
  }

  @Test
  void whatIsRejectedIsDecidedAndNotPlaced() {
    for (int second = 1; second <= 3; second++) {
      boolean isPlaced = second != 2;
      decided("order-0", storeOn(0), world.zones().get(0), second, isPlaced);
      decided("order-0", storeOn(1), world.zones().get(0), second, isPlaced);
    }

    assertThat(gap(1, 3)).isEqualTo(Duration.ofSeconds(1));
    assertThat(meter.longestWithoutPlaced(Set.of(Route.STORE), SECOND, 3 * SECOND))
        .isEqualTo(Duration.ofSeconds(2));
  }

  @Test
  void thePartitionsAreBackWhenAllHavePlacedAnOrderThatWasSentSince() {
    for (int order = 0; order < 20; order++) {
      String zone = world.zones().get(order % world.zones().size());
      decided("order-" + order, storeOn(0), zone, 5, true);
    }
    assertThat(meter.allPlacedSince(4 * SECOND)).as("no store on one partition").isFalse();

    decided("order-20", storeOn(1), world.zones().get(0), 5, false);
    assertThat(meter.allPlacedSince(4 * SECOND)).as("rejected is not placed").isFalse();

    placed(storeOn(1), 5);
    assertThat(meter.allPlacedSince(4 * SECOND)).isTrue();
    assertThat(meter.allPlacedSince(5 * SECOND)).as("sent at 5, not after it").isFalse();
  }

  private Duration gap(long fromSeconds, long toSeconds) {
    return meter.longestWithoutOutcome(
        Set.of(Route.STORE), fromSeconds * SECOND, toSeconds * SECOND);
  }

  private String storeOn(int partition) {
    return world.stores().stream()
        .filter(store -> world.partitionOf(store) == partition)
        .findFirst()
        .orElseThrow();
  }

  private void placed(String store, long atSeconds) {
    decided("order-0", store, world.zones().get(0), atSeconds, true);
  }

  private void decided(String order, String store, String zone, long atSeconds, boolean isPlaced) {
    long nanos = atSeconds * SECOND;
    meter.decided(new OutcomeLedger.Decided(order, store, zone, nanos), isPlaced, nanos);
  }
}
