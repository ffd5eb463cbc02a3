package dev.darkstore.command.demo;

import dev.darkstore.broker.EmbeddedBroker;
import dev.darkstore.broker.EmbeddedBroker.Options;
import dev.darkstore.broker.TopicSetup;
import dev.darkstore.runtime.service.Service;
import dev.darkstore.runtime.settings.ServiceSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.utils.Utils;

/**
 * A broker with the topics and, once started, the three services, all in this process. Their state
 * lies in a temporary directory and goes when this is closed.
 */
final class LocalCluster implements AutoCloseable {
  /** More than one, as in earnest; but each takes its time when the services start. */
  private static final int PARTITIONS = 2;

  private static final Duration START_TIMEOUT = Duration.ofSeconds(60);

  /**
   * How long the broker waits for a service that is gone without a word, as all that stop are: the
   * shortest that a broker allows, because one that is started again has to wait for its own past.
   */
  private static final String SESSION_TIMEOUT_MILLIS = "6000";

  private final Path stateDirectory;
  private final CompletableFuture<EmbeddedBroker> broker;
  private final Map<DemoService, Service> services = new EnumMap<>(DemoService.class);

  /** Begins to start the broker; {@link #awaitBroker} waits for it. */
  LocalCluster() throws IOException {
    stateDirectory = Files.createTempDirectory("darkstore-demo-");
    broker =
        CompletableFuture.supplyAsync(
            LocalCluster::startBroker, task -> new Thread(task, "start-broker").start());
  }

  private static EmbeddedBroker startBroker() {
    return EmbeddedBroker.start(Options.temporary());
  }

  /** Waits until the broker is up, and creates the topics. */
  void awaitBroker() throws InterruptedException {
    Map<String, Object> config =
        Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers());
    try (Admin admin = Admin.create(config)) {
      TopicSetup.create(admin, PARTITIONS, (short) 1);
    }
  }

  String bootstrapServers() {
    try {
      return broker.join().bootstrapServers();
    } catch (CompletionException e) {
      throw unwrapped(e);
    }
  }

  /** Starts every service and returns when all of them are at work. */
  void startServices() {
    forEachService("start-", this::start);
  }

  /** Starts a service and returns when it is at work. */
  void start(DemoService service) {
    Service started = Service.start(service.definition(), settings(service));
    synchronized (services) {
      services.put(service, started);
    }
    started.awaitRunning(START_TIMEOUT);
  }

  /** Stops a service. */
  void stop(DemoService service) {
    Service stopped;
    synchronized (services) {
      stopped = services.remove(service);
    }
    if (stopped != null) {
      stopped.close();
    }
  }

  private ServiceSettings settings(DemoService service) {
    Map<String, String> set = new HashMap<>(DemoTiming.settings());
    set.put("bootstrap.servers", bootstrapServers());
    set.put("client.id", service.toString());
    set.put("state.dir", stateDirectory.toString());
    set.put("num.standby.replicas", "0");
    set.put("consumer.session.timeout.ms", SESSION_TIMEOUT_MILLIS);
    set.put("consumer.heartbeat.interval.ms", "1500");
    return ServiceSettings.of(set);
  }

  /** Stops everything and deletes what it left; everything is tried, whatever fails. */
  @Override
  public void close() throws IOException {
    try {
      stopServices();
    } finally {
      closeBroker();
    }
  }

  private void closeBroker() throws IOException {
    try {
      // Nothing is left to close of a broker that did not start.
      broker
          .handle((started, failure) -> Optional.ofNullable(started))
          .join()
          .ifPresent(EmbeddedBroker::close);
    } finally {
      Utils.delete(stateDirectory.toFile());
    }
  }

  private void stopServices() {
    forEachService("stop-", this::stop);
  }

  /** Does it to all services at once. */
  private static void forEachService(String threadPrefix, Consumer<DemoService> action) {
    CompletableFuture<?>[] actions =
        Arrays.stream(DemoService.values())
            .map(
                service ->
                    CompletableFuture.runAsync(
                        () -> action.accept(service),
                        task -> new Thread(task, threadPrefix + service).start()))
            .toArray(CompletableFuture[]::new);
    try {
      CompletableFuture.allOf(actions).join();
    } catch (CompletionException e) {
      throw unwrapped(e);
    }
  }

  private static RuntimeException unwrapped(CompletionException e) {
    return e.getCause() instanceof RuntimeException failure ? failure : e;
  }
}
