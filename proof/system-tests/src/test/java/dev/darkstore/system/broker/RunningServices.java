package dev.darkstore.system.broker;

import dev.darkstore.local.ServiceKind;
import dev.darkstore.runtime.service.Service;
import dev.darkstore.runtime.settings.ServiceSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** The three services, at work in this process. */
final class RunningServices implements AutoCloseable {
  private final List<Service> services;

  private RunningServices(List<Service> services) {
    this.services = services;
  }

  /** Starts them and returns when all of them are at work. */
  static RunningServices start(String bootstrapServers, Path stateFolder, Duration patience) {
    return start(settings(bootstrapServers, stateFolder, true), patience);
  }

  /** Starts them with these settings and returns when all of them are at work. */
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
