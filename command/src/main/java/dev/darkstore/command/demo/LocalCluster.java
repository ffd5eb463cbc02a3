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
  static final int PARTITIONS = Integer.getInteger("demo.partitions", 4);
  private static final Duration START_TIMEOUT = Duration.ofSeconds(60);

  /**
   * How long the broker waits for a service that is gone without a word. Short, so that one that is
   * stopped and started again need not wait for its own past.
   */
  private static final String SESSION_TIMEOUT_MILLIS = "3000";

  private final EmbeddedBroker broker;
  private final Path stateDirectory;
  private final Map<DemoService, Service> services = new EnumMap<>(DemoService.class);

  private LocalCluster(EmbeddedBroker broker, Path stateDirectory) {
    this.broker = broker;
    this.stateDirectory = stateDirectory;
  }

  /** Starts the broker and creates the topics. */
  static LocalCluster start() throws IOException, InterruptedException {
    EmbeddedBroker broker =
        EmbeddedBroker.start(
            Options.temporary().with("group.min.session.timeout.ms", SESSION_TIMEOUT_MILLIS));
    try (Admin admin =
        Admin.create(
            Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers()))) {
      TopicSetup.create(admin, PARTITIONS, (short) 1);
      return new LocalCluster(broker, Files.createTempDirectory("darkstore-demo-"));
    } catch (IOException | InterruptedException | RuntimeException e) {
      broker.close();
      throw e;
    }
  }

  String bootstrapServers() {
    return broker.bootstrapServers();
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
    set.put("consumer.heartbeat.interval.ms", "500");
    return ServiceSettings.of(set);
  }

  /** Stops everything and deletes what it left; everything is tried, whatever fails. */
  @Override
  public void close() throws IOException {
    try {
      stopServices();
    } finally {
      try {
        broker.close();
      } finally {
        Utils.delete(stateDirectory.toFile());
      }
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
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw e;
    }
  }
}
