package dev.darkstore.system.broker;

import dev.darkstore.runtime.service.Service;
import dev.darkstore.runtime.settings.ServiceSettings;
import dev.darkstore.services.ServiceKind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** The three services, running in this process. */
final class RunningServices implements AutoCloseable {
  private final List<Service> services;

  private RunningServices(List<Service> services) {
    this.services = services;
  }

  /** Starts the services, and returns once all of them are running. */
  static RunningServices start(String bootstrapServers, Path stateFolder, Duration patience) {
    return start(settings(bootstrapServers, stateFolder, true), patience);
  }

  /** Starts the services with these settings, and returns once all of them are running. */
  static RunningServices start(ServiceSettings settings, Duration patience) {
    List<Service> services =
        Arrays.stream(ServiceKind.values())
            .map(ServiceKind::definition)
            .map(service -> Service.start(service, settings))
            .toList();
    services.forEach(service -> service.awaitRunning(patience));
    return new RunningServices(services);
  }

  static ServiceSettings settings(String bootstrapServers, Path stateFolder, boolean isAhead) {
    return ServiceSettings.of(
        Map.of(
            "bootstrap.servers",
            bootstrapServers,
            "state.dir",
            stateFolder.toString(),
            "num.standby.replicas",
            "0",
            "darkstore.ahead",
            Boolean.toString(isAhead)));
  }

  @Override
  public void close() {
    services.forEach(Service::close);
  }
}
