package dev.darkstore.runtime.service;

import dev.darkstore.runtime.metrics.ServiceMeters;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.apache.kafka.streams.KafkaStreams;

/**
 * Meters of a service's readiness, of Kafka Streams and of its clients, registered while the
 * service runs.
 */
final class StreamsMeters implements AutoCloseable {
  /** Interval at which new meters are added to the registry. */
  private static final Duration REFRESH = Duration.ofSeconds(10);

  private static final String READY = "darkstore.ready";

  private final Runnable close;

  private StreamsMeters(Runnable close) {
    this.close = close;
  }

  static StreamsMeters of(KafkaStreams streams, String service, MeterRegistry registry) {
    if (registry instanceof CompositeMeterRegistry all && all.getRegistries().isEmpty()) {
      return new StreamsMeters(() -> {}); // The registry has no reader.
    }
    ScheduledExecutorService refreshing =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "metrics-" + service);
              thread.setDaemon(true);
              return thread;
            });
    KafkaStreamsMetrics metrics =
        new KafkaStreamsMetrics(streams, ServiceMeters.ofService(service), refreshing, REFRESH);
    metrics.bindTo(registry);
    registry.removeByPreFilterId(
        new Meter.Id(READY, ServiceMeters.ofService(service), null, null, Meter.Type.GAUGE));
    Gauge ready =
        Gauge.builder(READY, streams, s -> s.state() == KafkaStreams.State.RUNNING ? 1 : 0)
            .description("1 if the service is running with its state restored")
            .tags(ServiceMeters.ofService(service))
            .register(registry);
    return new StreamsMeters(
        () -> {
          registry.remove(ready);
          metrics.close();
          refreshing.shutdownNow();
        });
  }

  @Override
  public void close() {
    close.run();
  }
}
