package dev.darkstore.runtime.topology;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.metrics.Sensor;
import org.apache.kafka.streams.StreamsMetrics;
import org.apache.kafka.streams.processor.api.ProcessingContext;

/**
 * Counts what happens, as metrics of Kafka Streams: each counter is a total and a rate, in the
 * group {@code stream-darkstore-metrics}.
 */
public final class Counters {
  private static final String SCOPE = "darkstore";

  private final StreamsMetrics metrics;
  private final String entity;
  private final Map<String, Sensor> sensors = new HashMap<>();

  /** Counters of one task. */
  public Counters(ProcessingContext context) {
    this.metrics = context.metrics();
    this.entity = context.taskId().toString();
  }

  /** Counts one more. */
  public void count(String what) {
    sensors
        .computeIfAbsent(
            what, w -> metrics.addRateTotalSensor(SCOPE, entity, w, Sensor.RecordingLevel.INFO))
        .record();
  }
}
