package dev.darkstore.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PartitionsTest {
  /** Hashes from Kafka's own tests; the sign bit is dropped. */
  @ParameterizedTest
  @CsvSource({
    "21, -973932308",
    "foobar, -790332482",
    "a-little-bit-long-string, -985981536",
    "a-little-bit-longer-string, -1486304829",
    "lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8, -58897971",
    "abc, 479470107"
  })
  void followTheHashOfJavaClients(String key, int hash) {
    for (int count : new int[] {1, 2, 3, 12, 1_000}) {
      assertThat(Partitions.of(bytes(key), count)).isEqualTo((hash & 0x7fffffff) % count);
    }
  }

  @Test
  void areThoseOfTheDefaultPartitioner() {
    IntStream.range(0, 1_000)
        .forEach(
            i ->
                assertThat(Partitions.of(bytes("o-" + i), 12))
                    .isEqualTo(BuiltInPartitioner.partitionForKey(bytes("o-" + i), 12)));
  }

  @Test
  void needAKeyAndAPartition() {
    assertThatNullPointerException().isThrownBy(() -> Partitions.of(null, 1)).withMessage("key");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Partitions.of(bytes("o-1"), 0))
        .withMessage("partition count is 0");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
