package dev.darkstore.runtime.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkstore.runtime.settings.TopologySettings;
import dev.darkstore.runtime.state.StoreSuppliers;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecordTimeTest {
  private static final long NOW_MILLIS = 1_000_000_000;

  @ParameterizedTest
  @CsvSource({
    "-1,                   1000000000",
    "0,                     910000000",
    "909999999,             910000000",
    "999999999,             999999999",
    "1000000001,           1000000000",
    "9223372036854775807,  1000000000"
  })
  void keepsTimestampsWithinWhatIsPlausible(long writtenMillis, long expectedMillis) {
    TopologySettings settings =
        new TopologySettings(
            Duration.ofDays(1),
            Duration.ofMillis(100),
            1,
            Map.of(),
            StoreSuppliers.PERSISTENT,
            Clock.fixed(Instant.ofEpochMilli(NOW_MILLIS), ZoneOffset.UTC));

    assertThat(new RecordTime(settings).extract(recordAt(writtenMillis), 0))
        .isEqualTo(expectedMillis);
  }

  private static ConsumerRecord<Object, Object> recordAt(long timestampMillis) {
    return new ConsumerRecord<>(
        "orders",
        0,
        0,
        timestampMillis,
        TimestampType.CREATE_TIME,
        0,
        0,
        null,
        null,
        new RecordHeaders(),
        Optional.empty());
  }
}
