package dev.darkstore.runtime.wiring;

import dev.darkstore.runtime.settings.TopologySettings;
import java.time.Duration;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.processor.TimestampExtractor;

/**
 * Keeps the timestamps of records within what is plausible: not in the future and not long before
 * the retention. Whatever a client's clock says, it can then neither stop the service (a negative
 * timestamp does, by default) nor make a changelog record look old enough to be dropped.
 *
 * <p>An order's age follows from its timestamp. The bound leaves room below the retention, so that
 * what is older than that still is when its age is taken, by a clock that was read a little
 * earlier.
 */
final class RecordTime implements TimestampExtractor {
  private static final Duration ROOM = Duration.ofHours(1);

  private final TopologySettings settings;

  RecordTime(TopologySettings settings) {
    this.settings = settings;
  }

  @Override
  public long extract(ConsumerRecord<Object, Object> record, long partitionTime) {
    long nowMillis = settings.clock().millis();
    if (record.timestamp() < 0) {
      return nowMillis;
    }
    long oldestMillis = Math.max(0, nowMillis - settings.retention().plus(ROOM).toMillis());
    return Math.max(oldestMillis, Math.min(record.timestamp(), nowMillis));
  }
}
