package dev.darkstore.runtime.operations;

import dev.darkstore.http.ExitStatus;
import dev.darkstore.http.HttpPort;
import dev.darkstore.http.HttpPortException;
import dev.darkstore.http.HttpSettings;
import dev.darkstore.http.Metrics;
import dev.darkstore.http.settings.SettingsException;
import dev.darkstore.http.settings.SettingsSource;
import dev.darkstore.runtime.logging.LineEncoder;
import dev.darkstore.runtime.service.Service;
import dev.darkstore.runtime.service.ServiceDefinition;
import dev.darkstore.runtime.service.UnfitClusterException;
import dev.darkstore.runtime.settings.ServiceSettings;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The process of one service, from its settings to its end. */
public final class ServiceProcess {
  private static final Logger log = LoggerFactory.getLogger(ServiceProcess.class);

  private ServiceProcess() {}

  /**
   * Runs a service until the process is stopped.
   *
   * @param arguments names of settings files
   * @return exit status: 0 after an orderly stop, 1 after a failure, 2 for invalid settings, an
   *     unfit cluster or an occupied port
   */
  public static int run(ServiceDefinition definition, String... arguments) {
    // Libraries format numbers and change case by the default locale: in some locales digits and
    // letters differ.
    Locale.setDefault(Locale.ROOT);
    try (Metrics metrics = new Metrics()) {
      ServiceSettings settings =
          ServiceSettings.of(
              SettingsSource.read(Arrays.stream(arguments).map(Path::of).toList(), System.getenv()),
              definition.settings());
      LineEncoder.use(settings.logFormat());
      log.info("{} starts with {}", definition.name(), settings.effective());
      try (Service service = Service.prepare(definition, settings, metrics.registry())) {
        return run(service, settings.http(definition.httpPort()), metrics);
      }
    } catch (SettingsException | UnfitClusterException | HttpPortException e) {
      return refuse(definition, e.getMessage());
    } catch (KafkaException e) {
      // Nothing has started yet: an invalid Kafka setting, or a state directory in use.
      log.debug("{} does not start", definition.name(), e);
      return refuse(definition, Causes.describe(e));
    }
  }

  private static int refuse(ServiceDefinition definition, String why) {
    why.lines().forEach(line -> log.error("{} does not start: {}", definition.name(), line));
    return ExitStatus.UNUSABLE;
  }

  private static int run(Service service, Optional<HttpSettings> http, Metrics metrics) {
    // Before the service joins its group: an occupied port must not cause a rebalance.
    Optional<HttpPort> server =
        http.map(settings -> HttpPort.start(settings, metrics, List.of(service)));
    try {
      Runtime.getRuntime().addShutdownHook(new Thread(service::close, "close-" + service.name()));
      service.begin();
      service.awaitStopped();
      return service.hasFailed() ? ExitStatus.FAILED : ExitStatus.OK;
    } finally {
      server.ifPresent(HttpPort::close);
    }
  }
}
