package dev.darkstore.local;

import dev.darkstore.client.cluster.Cluster;
import dev.darkstore.runtime.service.Service;
import dev.darkstore.runtime.settings.ServiceSettings;
import dev.darkstore.schemas.Installation;
import dev.darkstore.services.ServiceKind;
import dev.darkstore.setup.topics.TopicSetup;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.utils.Utils;

/** Broker with the topics and, once started, the three services, all in this process. */
public final class LocalCluster implements AutoCloseable {
  private static final Duration START_TIMEOUT = Duration.ofSeconds(60);

  private final LocalPlan plan;
  private final MeterRegistry registry;
  private final CompletableFuture<EmbeddedBroker> broker;
  private final Map<ServiceKind, Service> services = new EnumMap<>(ServiceKind.class);
  private final Set<ServiceKind> stopped = EnumSet.noneOf(ServiceKind.class);

  private LocalCluster(LocalPlan plan, MeterRegistry registry) {
    this.plan = plan;
    this.registry = registry;
    broker =
        CompletableFuture.supplyAsync(
            () -> EmbeddedBroker.start(plan.broker()),
            task -> new Thread(task, "start-broker").start());
  }

  /** Starts the broker asynchronously; {@link #awaitBroker} waits for it. */
  public static LocalCluster begin(LocalPlan plan) throws IOException {
    return begin(plan, new CompositeMeterRegistry());
  }

  /**
   * Starts the broker asynchronously; {@link #awaitBroker} waits for it.
   *
   * @param registry registry of the services' meters
   */
  public static LocalCluster begin(LocalPlan plan, MeterRegistry registry) throws IOException {
    // Created here, since services that start concurrently would conflict over it.
    Files.createDirectories(plan.stateDirectory());
    return new LocalCluster(plan, registry);
  }

  /**
   * Waits until the broker is up, and creates the missing topics.
   *
   * @throws EmbeddedBroker.BrokerStartException if the broker does not start
   */
  public void awaitBroker() throws InterruptedException {
    try (Admin admin = Admin.create(clientConfig())) {
      TopicSetup.create(admin, plan.installation(), LocalPlan.PARTITIONS, (short) 1);
    }
  }

  /** Returns the configuration of clients; waits for the broker. */
  public Map<String, Object> clientConfig() {
    return Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers());
  }

  /** Returns the installation on the broker. */
  public Installation installation() {
    return plan.installation();
  }

  /** Connects as a client; waits for the broker. */
  public Cluster connect() throws InterruptedException {
    return Cluster.connect(clientConfig(), installation());
  }

  /** Returns the address of the broker; waits for it. */
  public String bootstrapServers() {
    try {
      return broker.join().bootstrapServers();
    } catch (CompletionException e) {
      throw unwrapped(e);
    }
  }

  /** Starts every service and returns when all of them are running. */
  public void startServices() {
    forEachService("start-", this::start);
  }

  /** Starts a service and returns when it is running. */
  public void start(ServiceKind service) {
    Service started = Service.prepare(service.definition(), settings(service), registry);
    synchronized (services) {
      services.put(service, started);
      stopped.remove(service);
    }
    started.begin();
    started.awaitRunning(START_TIMEOUT);
  }

  /** Returns true if a service was started and not stopped since. */
  public boolean isStarted(ServiceKind service) {
    synchronized (services) {
      return services.containsKey(service) && !stopped.contains(service);
    }
  }

  /** Returns the services that were started, including those stopped since. */
  public List<Service> services() {
    synchronized (services) {
      return List.copyOf(services.values());
    }
  }

  /** Stops a service. */
  public void stop(ServiceKind service) {
    Service running;
    synchronized (services) {
      running = services.get(service);
      if (running == null || !stopped.add(service)) {
        return;
      }
    }
    running.close();
  }

  private ServiceSettings settings(ServiceKind service) {
    Map<String, String> set = new HashMap<>(plan.settings());
    set.put("bootstrap.servers", bootstrapServers());
    set.put("client.id", service.toString());
    set.put("state.dir", plan.stateDirectory().toString());
    if (!plan.isTemporary()) {
      // Static membership: a restarted service keeps its partitions without a rebalance.
      set.put("main.consumer.group.instance.id", service.toString());
    }
    return ServiceSettings.of(set);
  }

  /** Stops everything and deletes temporary data, despite failures. */
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
      // A broker that did not start leaves nothing to close.
      broker
          .handle((started, failure) -> Optional.ofNullable(started))
          .join()
          .ifPresent(EmbeddedBroker::close);
    } finally {
      if (plan.isTemporary()) {
        Utils.delete(plan.stateDirectory().toFile());
      }
    }
  }

  private void stopServices() {
    forEachService("stop-", this::stop);
  }

  /** Runs the action for all services concurrently. */
  private static void forEachService(String threadPrefix, Consumer<ServiceKind> action) {
    CompletableFuture<?>[] actions =
        Arrays.stream(ServiceKind.values())
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
