package dev.darkstore.benchmarks.cluster;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How everything is set.
 *
 * @param name what the results call it
 * @param settings what goes over the services' own defaults, by Kafka's names and ours
 * @param brokerSettings what goes over the broker's
 * @param brokerJvmOptions what the broker is started with, beside the size of its heap
 * @param serviceJvmOptions what each service is started with, beside the size of its heap
 * @param serviceHeapMegabytes each service's heap, fixed
 */
public record MeasuredProfile(
    String name,
    Map<String, String> settings,
    Map<String, String> brokerSettings,
    List<String> brokerJvmOptions,
    List<String> serviceJvmOptions,
    int serviceHeapMegabytes) {
  /** JVM options of a broker, as Kafka's own script sets them. */
  private static final List<String> BROKER_JVM_OPTIONS =
      List.of("-XX:+UseG1GC", "-XX:MaxGCPauseMillis=20");

  /** Collector that the JVM chooses by itself in a container of less than two cores or 1,792 MB. */
  private static final List<String> SERVICE_JVM_OPTIONS = List.of("-XX:+UseSerialGC");

  /** The services' own defaults: a commit every 10 ms. */
  public static final MeasuredProfile LATENCY =
      new MeasuredProfile(
          "latency", Map.of(), Map.of(), BROKER_JVM_OPTIONS, SERVICE_JVM_OPTIONS, 512);

  /** A commit every 100 ms: each Kafka transaction carries more orders. */
  public static final MeasuredProfile THROUGHPUT =
      new MeasuredProfile(
          "throughput",
          Map.of("darkstore.profile", "throughput"),
          Map.of(),
          BROKER_JVM_OPTIONS,
          SERVICE_JVM_OPTIONS,
          768);

  public MeasuredProfile {
    settings = Map.copyOf(settings);
    brokerSettings = Map.copyOf(brokerSettings);
    brokerJvmOptions = List.copyOf(brokerJvmOptions);
    serviceJvmOptions = List.copyOf(serviceJvmOptions);
  }

  /** Returns a copy with one more setting of the services. */
  public MeasuredProfile with(String setting, String value) {
    return new MeasuredProfile(
        name,
        extended(settings, setting, value),
        brokerSettings,
        brokerJvmOptions,
        serviceJvmOptions,
        serviceHeapMegabytes);
  }

  /** Returns a copy with one more setting of the broker. */
  MeasuredProfile withBroker(String setting, String value) {
    return new MeasuredProfile(
        name,
        settings,
        extended(brokerSettings, setting, value),
        brokerJvmOptions,
        serviceJvmOptions,
        serviceHeapMegabytes);
  }

  /** Returns a copy with other options of the services' JVMs, in place of all. */
  public MeasuredProfile withServiceJvmOptions(List<String> options) {
    return new MeasuredProfile(
        name, settings, brokerSettings, brokerJvmOptions, options, serviceHeapMegabytes);
  }

  /** Returns a copy with another heap. */
  public MeasuredProfile withHeapMegabytes(int megabytes) {
    return new MeasuredProfile(
        name, settings, brokerSettings, brokerJvmOptions, serviceJvmOptions, megabytes);
  }

  private static Map<String, String> extended(Map<String, String> map, String key, String value) {
    Map<String, String> more = new TreeMap<>(map);
    more.put(key, value);
    return more;
  }
}
