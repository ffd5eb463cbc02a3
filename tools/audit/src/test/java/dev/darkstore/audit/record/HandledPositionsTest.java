package dev.darkstore.audit.record;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkstore.audit.Log;
import dev.darkstore.schemas.Topic;
import org.junit.jupiter.api.Test;

class HandledPositionsTest {
  private static final long GRACE_MILLIS = 10_000;

  private final HandledPositions progress =
      new HandledPositions(Log.partitionCounts(), GRACE_MILLIS);

  @Test
  void whoeverSpokeOfARecordHandledAllBeforeItOnItsPartition() {
    progress.handled(orders(0, 7), 1_500);

    assertThat(progress.isPast(orders(0, 6), 100_000)).isTrue();
    assertThat(progress.isPast(orders(0, 7), 100_000)).isTrue();
    assertThat(progress.isPast(orders(0, 8), 100_000)).isFalse();
    assertThat(progress.isPast(orders(1, 0), 100_000)).isFalse();
  }

  @Test
  void whatWasSaidOnlyNowProvesNothing() {
    progress.handled(orders(0, 7), 1_500);
    progress.handled(orders(0, 9), 3_500);

    assertThat(progress.isPast(orders(0, 7), 1_999)).isFalse();
    assertThat(progress.isPast(orders(0, 7), 2_000)).isTrue();
    assertThat(progress.isPast(orders(0, 9), 3_999)).isFalse();
    assertThat(progress.isPast(orders(0, 9), 4_000)).isTrue();
  }

  @Test
  void takesWhatCameOutOfOrderForYounger() {
    progress.handled(orders(0, 7), 5_500);
    progress.handled(orders(0, 9), 1_500);

    assertThat(progress.isPast(orders(0, 9), 5_999)).isFalse();
    assertThat(progress.isPast(orders(0, 9), 6_000)).isTrue();
  }

  @Test
  void ignoresWordsOfPartitionsThatThereAreNot() {
    progress.handled(orders(-1, 7), 1_500);
    progress.handled(orders(99, 7), 1_500);

    assertThat(progress.isPast(orders(0, 0), 100_000)).isFalse();
  }

  private static Position orders(int partition, long offset) {
    return new Position(Topic.ORDERS, partition, offset);
  }
}
