package dev.darkstore.runtime.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/**
 * Meters of one service in this process, all named {@code darkstore.…} and tagged with the service.
 * Its tasks share them: a level is the sum over all local tasks.
 *
 * <p>A decision is counted when it is made. If its Kafka transaction is aborted, it is made and
 * counted again: counts are an upper bound of what was committed, exact as long as no task is
 * fenced. Levels follow the state, which an abort rolls back.
 *
 * <p>Callers on a hot path keep the meter: looking one up takes longer than counting.
 */
public final class ServiceMeters implements AutoCloseable {
  /** Histogram range, from a healthy order to the longest one: 10 ms to 5 min. */
  private static final Duration[] BUCKETS = {
    Duration.ofMillis(10),
    Duration.ofMillis(25),
    Duration.ofMillis(50),
    Duration.ofMillis(100),
    Duration.ofMillis(250),
    Duration.ofMillis(500),
    Duration.ofSeconds(1),
    Duration.ofMillis(2_500),
    Duration.ofSeconds(5),
    Duration.ofSeconds(10),
    Duration.ofSeconds(30),
    Duration.ofMinutes(1),
    Duration.ofMinutes(2),
    Duration.ofMinutes(5)
  };

  private final MeterRegistry registry;
  private final Tags service;
  private final Map<String, LongAdder> levels = new ConcurrentHashMap<>();
  private final Queue<Gauge> gauges = new ConcurrentLinkedQueue<>();

  /** Creates the meters of the service with this name. */
  public ServiceMeters(MeterRegistry registry, String service) {
    this.registry = registry;
    this.service = ofService(service);
  }

  /**
   * Returns the tag of every meter of a service. Its name is long because a Prometheus Operator
   * adds another label {@code service} to the metrics that it scrapes.
   */
  public static Tags ofService(String name) {
    return Tags.of("darkstore.service", name);
  }

  /** Returns meters of a registry that nobody reads. */
  public static ServiceMeters unread() {
    return new ServiceMeters(new CompositeMeterRegistry(), "unread");
  }

  /** Returns a counter of events. */
  public Counter counter(String name, String description, String... tags) {
    return Counter.builder(name).description(description).tags(tags(tags)).register(registry);
  }

  /** Returns a timer of durations. */
  public Timer timer(String name, String description, String... tags) {
    return Timer.builder(name)
        .description(description)
        .tags(tags(tags))
        .serviceLevelObjectives(BUCKETS)
        .register(registry);
  }

  /**
   * Registers a gauge, in place of an earlier one with this name and these tags.
   *
   * @param unit base unit of the value, which follows the name
   */
  public void gauge(
      String name, String description, String unit, Supplier<Number> value, String... tags) {
    replaced(
        Gauge.builder(name, value)
            .description(description)
            .baseUnit(unit)
            .tags(tags(tags))
            .strongReference(true),
        name,
        tags(tags));
  }

  /**
   * Returns a gauge over all tasks: each task adds its share, and subtracts it when it is closed.
   */
  public LongAdder level(String name, String description, String... tags) {
    return levels.computeIfAbsent(
        name + tags(tags),
        key -> {
          LongAdder level = new LongAdder();
          replaced(
              Gauge.builder(name, level, LongAdder::sum)
                  .description(description)
                  .tags(tags(tags))
                  .strongReference(true),
              name,
              tags(tags));
          return level;
        });
  }

  /**
   * Registers a gauge. A registry ignores a second one with an equal name: one of an earlier run of
   * this service would go on reporting that run's value.
   */
  private void replaced(Gauge.Builder<?> gauge, String name, Tags tags) {
    registry.removeByPreFilterId(new Meter.Id(name, tags, null, null, Meter.Type.GAUGE));
    gauges.add(gauge.register(registry));
  }

  /** Removes the levels from the registry. Counters stay: their events have happened. */
  @Override
  public void close() {
    gauges.forEach(registry::remove);
    gauges.clear();
  }

  private Tags tags(String... tags) {
    return service.and(tags);
  }
}
