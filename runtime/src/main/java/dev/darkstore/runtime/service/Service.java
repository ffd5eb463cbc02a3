package dev.darkstore.runtime.service;

import dev.darkstore.runtime.settings.ServiceSettings;
import dev.darkstore.runtime.settings.SettingsException;
import dev.darkstore.runtime.settings.SettingsSource;
import dev.darkstore.runtime.state.StoreSuppliers;
import dev.darkstore.runtime.topology.TopologySettings;
import dev.darkstore.schemas.Topic;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running service. An error in it, such as a broken invariant, stops it: its state is whole up to
 * the last commit, and whoever supervises the process starts it again.
 */
public final class Service implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Service.class);
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(30);

  private final String name;
  private final KafkaStreams streams;
  private final CompletableFuture<Void> running = new CompletableFuture<>();
  private final CompletableFuture<Void> stopped = new CompletableFuture<>();
  private volatile Throwable failure;

  private Service(String name, Topology topology, Map<String, Object> config) {
    this.name = name;
    this.streams = new KafkaStreams(topology, new StreamsConfig(config));
    streams.setStateListener((now, before) -> changed(now));
    streams.setUncaughtExceptionHandler(
        error -> {
          failure = error;
          log.error("{} stops: {}", name, error.toString(), error);
          return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        });
  }

  /**
   * Checks the cluster and starts the service; it is not yet running when this returns.
   *
   * @throws UnfitClusterException if the cluster is not one that the service can work on
   */
  public static Service start(ServiceDefinition definition, ServiceSettings settings) {
    Map<String, Object> config = StreamsDefaults.with(definition.applicationId(), settings.kafka());
    List<Topic> topics = new ArrayList<>(definition.topics());
    topics.add(Topic.DEAD_LETTERS);
    Map<Topic, Integer> partitions;
    try (Admin admin = Admin.create(new StreamsConfig(config).getAdminConfigs(definition.name()))) {
      partitions = TopicCheck.partitions(admin, topics);
    }
    TopologySettings topologySettings =
        new TopologySettings(
            settings.retention(),
            settings.tick(),
            settings.timersPerTick(),
            partitions,
            StoreSuppliers.PERSISTENT,
            Clock.systemUTC());
    Service service =
        new Service(
            definition.name(), definition.topology().build(settings, topologySettings), config);
    service.streams.start();
    return service;
  }

  /**
   * Runs a service until the process is told to stop.
   *
   * @param arguments names of settings files
   * @return the exit status: 0 after an orderly stop, 1 after a failure, 2 for bad settings or an
   *     unfit cluster
   */
  public static int run(ServiceDefinition definition, String... arguments) {
    Service service;
    try {
      ServiceSettings settings =
          ServiceSettings.of(
              SettingsSource.read(
                  Arrays.stream(arguments).map(Path::of).toList(), System.getenv()));
      log.info("{} starts with {}", definition.name(), settings.effective());
      service = start(definition, settings);
    } catch (SettingsException | UnfitClusterException | IOException e) {
      log.error("{} does not start: {}", definition.name(), e.getMessage());
      return 2;
    }
    Runtime.getRuntime().addShutdownHook(new Thread(service::close, "close-" + service.name));
    service.stopped.join();
    return service.failure == null ? 0 : 1;
  }

  /**
   * Waits until the service processes records.
   *
   * @throws IllegalStateException if it fails, or is not running in time
   */
  public void awaitRunning(Duration timeout) {
    try {
      running.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while " + name + " started", e);
    } catch (TimeoutException e) {
      throw new IllegalStateException(
          "%s is %s after %d s".formatted(name, streams.state(), timeout.toSeconds()), e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(name + " did not start", e.getCause());
    }
  }

  /** Finishes what is being processed and stops; a second call does nothing. */
  @Override
  public void close() {
    if (!streams.close(CLOSE_TIMEOUT)) {
      log.warn("{} did not stop within {} s", name, CLOSE_TIMEOUT.toSeconds());
    }
  }

  private void changed(KafkaStreams.State now) {
    log.info("{} is {}", name, now);
    switch (now) {
      case RUNNING -> running.complete(null);
      case ERROR, NOT_RUNNING -> {
        running.completeExceptionally(
            failure != null ? failure : new IllegalStateException(name + " is " + now));
        stopped.complete(null);
      }
      case CREATED, REBALANCING, PENDING_SHUTDOWN, PENDING_ERROR -> {}
    }
  }
}
