package dev.darkstore.benchmarks.cluster;

import dev.darkstore.http.settings.SettingsSource;
import dev.darkstore.runtime.service.Service;
import dev.darkstore.runtime.settings.ServiceSettings;
import dev.darkstore.services.ServiceKind;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Process that runs one service until its input ends. Arguments: kind of system, service, settings
 * file.
 */
final class ServiceMain {
  private static final Duration START_PATIENCE = Duration.ofMinutes(5);

  private ServiceMain() {}

  public static void main(String[] arguments) throws IOException {
    Locale.setDefault(Locale.ROOT); // As the services do.
    Kind kind = Kind.valueOf(arguments[0]);
    ServiceKind kindOfService = ServiceKind.valueOf(arguments[1]);
    ServiceSettings settings =
        ServiceSettings.of(SettingsSource.read(List.of(Path.of(arguments[2])), Map.of()));
    try (Service service = Service.start(kind.definition(kindOfService), settings)) {
      service.awaitRunning(START_PATIENCE);
      ChildLife.runUntilInputEnds(kind.processName(kindOfService));
    }
  }
}
