package dev.darkstore.simulator.world;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.processor.internals.metrics.StreamsMetricsImpl;

/**
 * Stateless parts of Kafka Streams that tasks need: created once, since creating them costs more
 * than a task. Metrics are kept per thread, since their sensors are locked.
 */
final class StreamsParts {
  private static final Map<ServiceKind, StreamsConfig> CONFIGS = new EnumMap<>(ServiceKind.class);

  private static final ThreadLocal<Map<ServiceKind, StreamsMetricsImpl>> METRICS =
      ThreadLocal.withInitial(() -> new EnumMap<>(ServiceKind.class));

  static {
    for (ServiceKind service : ServiceKind.values()) {
      CONFIGS.put(
          service,
          new QuietConfig(
              Map.of(
                  StreamsConfig.APPLICATION_ID_CONFIG,
                  nameOf(service),
                  StreamsConfig.BOOTSTRAP_SERVERS_CONFIG,
                  "none:9092")));
    }
  }

  private StreamsParts() {}

  /** Configuration that is not printed to the log. */
  private static final class QuietConfig extends StreamsConfig {
    QuietConfig(Map<String, Object> set) {
      super(set, false);
    }
  }

  static StreamsConfig config(ServiceKind service) {
    return CONFIGS.get(service);
  }

  static StreamsMetricsImpl metrics(ServiceKind service) {
    return METRICS
        .get()
        .computeIfAbsent(
            service, s -> new StreamsMetricsImpl(new Metrics(), nameOf(s), Time.SYSTEM));
  }

  private static String nameOf(ServiceKind service) {
    return service.name().toLowerCase(Locale.ROOT);
  }
}
