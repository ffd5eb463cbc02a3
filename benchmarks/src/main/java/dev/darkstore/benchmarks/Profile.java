package dev.darkstore.benchmarks;

import java.util.Map;
import java.util.TreeMap;

/**
 * How everything is set.
 *
 * @param name what the results call it
 * @param settings what goes over the services' own defaults, by Kafka's names and ours
 * @param brokerSettings what goes over the broker's
 * @param serviceHeapMegabytes each service's heap, fixed
 */
record Profile(
    String name,
    Map<String, String> settings,
    Map<String, String> brokerSettings,
    int serviceHeapMegabytes) {
  /** The services' own defaults: a commit every 10 ms. */
  static final Profile LATENCY = new Profile("latency", Map.of(), Map.of(), 512);

  /** A commit every 100 ms: each Kafka transaction carries more orders. */
  static final Profile THROUGHPUT =
      new Profile("throughput", Map.of("darkstore.profile", "throughput"), Map.of(), 768);

  Profile {
    settings = Map.copyOf(settings);
    brokerSettings = Map.copyOf(brokerSettings);
  }

  /** The same with one more setting of the services. */
  Profile with(String setting, String value) {
    return new Profile(
        name, extended(settings, setting, value), brokerSettings, serviceHeapMegabytes);
  }

  /** The same with one more setting of the broker. */
  Profile withBroker(String setting, String value) {
    return new Profile(
        name, settings, extended(brokerSettings, setting, value), serviceHeapMegabytes);
  }

  /** The same with another heap. */
  Profile withHeapMegabytes(int megabytes) {
    return new Profile(name, settings, brokerSettings, megabytes);
  }

  private static Map<String, String> extended(Map<String, String> map, String key, String value) {
    Map<String, String> more = new TreeMap<>(map);
    more.put(key, value);
    return more;
  }
}
