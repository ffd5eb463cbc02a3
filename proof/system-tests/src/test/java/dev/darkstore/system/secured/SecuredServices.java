package dev.darkstore.system.secured;

import dev.darkstore.runtime.service.Service;
import dev.darkstore.runtime.settings.ServiceSettings;
import dev.darkstore.schemas.Principal;
import dev.darkstore.setup.access.AccessTable;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The three services, each with its own user. */
final class SecuredServices implements AutoCloseable {
  private final SecuredCluster cluster;
  private final Path stateFolder;
  private final Map<Principal, Service> services = new LinkedHashMap<>();
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

  SecuredServices(SecuredCluster cluster, Path stateFolder) {
    this.cluster = cluster;
    this.stateFolder = stateFolder;
  }

  /** Starts all services, and returns once they are running. */
  void startAll() {
    AccessTable.SERVICES.keySet().forEach(this::begin);
    services.values().forEach(service -> service.awaitRunning(ExternalClients.PATIENCE));
  }

  /** Restarts a service, with the current content of its files, and returns once it is running. */
  void restart(Principal principal) {
    services.get(principal).close();
    begin(principal).awaitRunning(ExternalClients.PATIENCE);
  }

  /** Starts a service, without waiting until it is running. */
  Service begin(Principal principal) {
    return begin(principal, Map.of());
  }

  /**
   * Starts a service with settings that override the common ones, without waiting until it is
   * running.
   */
  Service begin(Principal principal, Map<String, String> more) {
    Service service =
        Service.prepare(AccessTable.SERVICES.get(principal), settings(principal, more), registry);
    service.begin();
    services.put(principal, service);
    return service;
  }

  Service get(Principal principal) {
    return services.get(principal);
  }

  /** Returns the values of a metric of a service. */
  List<Double> values(Principal principal, String metric) {
    String label = "darkstore_service=\"" + principal.name() + "\"";
    return registry
        .scrape()
        .lines()
        .filter(line -> line.startsWith(metric + "{") && line.contains(label))
        .map(line -> Double.valueOf(line.substring(line.lastIndexOf(' ') + 1)))
        .toList();
  }

  ServiceSettings settings(Principal principal) {
    return settings(principal, Map.of());
  }

  private ServiceSettings settings(Principal principal, Map<String, String> more) {
    Map<String, String> set = new HashMap<>(cluster.client(principal));
    set.putAll(cluster.installationSettings());
    set.put("state.dir", stateFolder.toString());
    set.put("num.standby.replicas", "0");
    // Orders wait for a stopped service for as long as a test may need to restart it.
    set.put("darkstore.reserve.timeout.ms", "60000");
    set.put("darkstore.commit.retry.ms", "15000");
    set.putAll(more);
    return ServiceSettings.of(set);
  }

  @Override
  public void close() {
    services.values().forEach(Service::close);
    registry.close();
  }
}
