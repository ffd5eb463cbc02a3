package dev.darkstore.runtime.topology;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.processor.TimestampExtractor;

/**
 * Keeps the timestamps of records within what is plausible: not in the future and not before the
 * retention. Whatever a client's clock says, it can then neither stop the service (a negative
 * timestamp does, by default) nor make a changelog record look old enough to be dropped.
 */
final class RecordTime implements TimestampExtractor {
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
    long oldestMillis = Math.max(0, nowMillis - settings.retention().toMillis());
    return Math.max(oldestMillis, Math.min(record.timestamp(), nowMillis));
  }
}
