package dev.darkstore.benchmarks.cluster;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Settings of the broker and the services in a measurement.
 *
 * @param name name in the results
 * @param settings overrides of the services' defaults, by the names of Kafka and of the services
 * @param brokerSettings overrides of the broker's defaults
 * @param brokerJvmOptions JVM options of the broker, without the size of its heap
 * @param serviceJvmOptions JVM options of each service, without the size of its heap
 * @param serviceHeapMegabytes fixed heap of each service
 */
public record MeasuredProfile(
    String name,
    Map<String, String> settings,
    Map<String, String> brokerSettings,
    List<String> brokerJvmOptions,
    List<String> serviceJvmOptions,
    int serviceHeapMegabytes) {
  /** JVM options of a broker, as in Kafka's start script. */
  private static final List<String> BROKER_JVM_OPTIONS =
      List.of("-XX:+UseG1GC", "-XX:MaxGCPauseMillis=20");

  /** Default collector of the JVM in a container with fewer than two cores or 1,792 MB. */
  private static final List<String> SERVICE_JVM_OPTIONS = List.of("-XX:+UseSerialGC");

  /** Defaults of the services: a commit every 10 ms. */
  public static final MeasuredProfile LATENCY =
      new MeasuredProfile(
          "latency", Map.of(), Map.of(), BROKER_JVM_OPTIONS, SERVICE_JVM_OPTIONS, 512);

  /** Profile with a commit every 100 ms: each Kafka transaction carries more orders. */
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

  /** Returns a copy whose services have these JVM options instead. */
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
