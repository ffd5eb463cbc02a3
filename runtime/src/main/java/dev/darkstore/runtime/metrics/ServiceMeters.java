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

/**
 * The meters of one service in this process, all named {@code darkstore.…} and tagged with the
 * service. Its tasks share them: a level is the sum over all tasks that are here.
 *
 * <p>A decision is counted when it is made. If its Kafka transaction is aborted it is made again,
 * and counted again: counts are at least what was committed, and exact as long as no task is
 * fenced. Levels follow the state, which an abort takes back.
 *
 * <p>Whoever counts often keeps the meter: looking one up takes longer than counting.
 */
public final class ServiceMeters implements AutoCloseable {
  /** From what a healthy order takes to the longest one: 10 ms to 5 min. */
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

  /** The meters of the service with this name. */
  public ServiceMeters(MeterRegistry registry, String service) {
    this.registry = registry;
    this.service = Tags.of("service", service);
  }

  /** Meters that count nothing. */
  public static ServiceMeters unread() {
    return new ServiceMeters(new CompositeMeterRegistry(), "unread");
  }

  /** Counts what happens. */
  public Counter counter(String name, String description, String... tags) {
    return Counter.builder(name).description(description).tags(tags(tags)).register(registry);
  }

  /** Measures how long something takes. */
  public Timer timer(String name, String description, String... tags) {
    return Timer.builder(name)
        .description(description)
        .tags(tags(tags))
        .serviceLevelObjectives(BUCKETS)
        .register(registry);
  }

  /**
   * How much there is of something, to which each task adds what it has, and takes it away again
   * when it is closed.
   */
  public LongAdder level(String name, String description, String... tags) {
    return levels.computeIfAbsent(
        name + tags(tags),
        key -> {
          LongAdder level = new LongAdder();
          // A registry ignores a second gauge of a name: one of an earlier life of this service
          // would go on showing what that life had.
          registry.removeByPreFilterId(
              new Meter.Id(name, tags(tags), null, null, Meter.Type.GAUGE));
          gauges.add(
              Gauge.builder(name, level, LongAdder::sum)
                  .description(description)
                  .tags(tags(tags))
                  .strongReference(true)
                  .register(registry));
          return level;
        });
  }

  /** Takes the levels out of the registry. Counters stay: what they counted has happened. */
  @Override
  public void close() {
    gauges.forEach(registry::remove);
    gauges.clear();
  }

  private Tags tags(String... tags) {
    return service.and(tags);
  }
}
