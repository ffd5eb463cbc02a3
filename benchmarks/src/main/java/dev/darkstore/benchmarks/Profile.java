package dev.darkstore.benchmarks;

import java.util.Map;
import java.util.TreeMap;

/**
 * How the services are set.
 *
 * @param name what the results call it
 * @param settings what goes over the services' own defaults, by Kafka's names and ours
 * @param serviceHeapMegabytes each service's heap, fixed
 */
record Profile(String name, Map<String, String> settings, int serviceHeapMegabytes) {
  /** The services' own defaults: a commit every 10 ms. */
  static final Profile LATENCY = new Profile("latency", Map.of(), 512);

  /** A commit every 100 ms: each Kafka transaction carries more orders. */
  static final Profile THROUGHPUT =
      new Profile("throughput", Map.of("commit.interval.ms", "100", "poll.ms", "50"), 768);

  Profile {
    settings = Map.copyOf(settings);
  }

  /** The same with one more setting. */
  Profile with(String setting, String value) {
    Map<String, String> more = new TreeMap<>(settings);
    more.put(setting, value);
    return new Profile(name, more, serviceHeapMegabytes);
  }

  /** The same with another heap. */
  Profile withHeapMegabytes(int megabytes) {
    return new Profile(name, settings, megabytes);
  }
}
