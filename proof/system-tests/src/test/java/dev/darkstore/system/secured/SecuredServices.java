package dev.darkstore.system.secured;

import dev.darkstore.runtime.service.Service;
import dev.darkstore.runtime.settings.ServiceSettings;
import dev.darkstore.schemas.Principal;
import dev.darkstore.setup.access.AccessTable;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

/** The services, each under its own name. */
final class SecuredServices implements AutoCloseable {
  private final SecuredCluster cluster;
  private final Path stateFolder;
  private final Map<Principal, Service> services = new EnumMap<>(Principal.class);

  SecuredServices(SecuredCluster cluster, Path stateFolder) {
    this.cluster = cluster;
    this.stateFolder = stateFolder;
  }

  /** Starts all of them and returns when they are at work. */
  void startAll() {
    AccessTable.SERVICES.keySet().forEach(this::begin);
    services.values().forEach(service -> service.awaitRunning(Outside.PATIENCE));
  }

  /** Starts one again, with what its files say now, and returns when it is at work. */
  void restart(Principal principal) {
    services.get(principal).close();
    begin(principal).awaitRunning(Outside.PATIENCE);
  }

  /** Starts one of them; it is not yet at work. */
  Service begin(Principal principal) {
    return begin(principal, Map.of());
  }

  /** Starts one of them with settings that override those of all others; it is not yet at work. */
  Service begin(Principal principal, Map<String, String> more) {
    Service service = Service.start(AccessTable.SERVICES.get(principal), settings(principal, more));
    services.put(principal, service);
    return service;
  }

  Service get(Principal principal) {
    return services.get(principal);
  }

  ServiceSettings settings(Principal principal) {
    return settings(principal, Map.of());
  }

  private ServiceSettings settings(Principal principal, Map<String, String> more) {
    Map<String, String> set = new HashMap<>(cluster.client(principal));
    set.put("state.dir", stateFolder.toString());
    set.put("num.standby.replicas", "0");
    // Orders wait for a service that is away, as long as a test may need to bring it back.
    set.put("darkstore.reserve.timeout.ms", "60000");
    set.put("darkstore.commit.retry.ms", "15000");
    set.putAll(more);
    return ServiceSettings.of(set);
  }

  @Override
  public void close() {
    services.values().forEach(Service::close);
  }
}
