package dev.darkstore.runtime.wiring;

import dev.darkstore.runtime.settings.TopologySettings;
import java.time.Duration;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.processor.TimestampExtractor;

/**
 * Bounds the timestamps of records: not in the future and not long before the retention. So a
 * client's clock can neither stop the service (as a negative timestamp does by default) nor make a
 * changelog record look old enough to be deleted.
 *
 * <p>An order's age follows from its timestamp. The lower bound is beyond the retention, so that an
 * outdated order stays outdated when its age is computed with a slightly earlier time.
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
