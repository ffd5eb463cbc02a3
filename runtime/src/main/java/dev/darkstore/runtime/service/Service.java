package dev.darkstore.runtime.service;

import dev.darkstore.runtime.settings.ServiceSettings;
import dev.darkstore.runtime.state.StoreSuppliers;
import dev.darkstore.runtime.topology.ServiceMeters;
import dev.darkstore.runtime.topology.TopologySettings;
import dev.darkstore.schemas.Partitions;
import dev.darkstore.schemas.Topic;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KeyQueryMetadata;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.apache.kafka.streams.state.HostInfo;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running service. An error in it, such as a broken invariant, stops it: its state is whole up to
 * the last commit, and whoever supervises the process starts it again.
 */
public final class Service implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Service.class);
  private static final int CHECK_MILLIS_MAX = 8_000;
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(30);

  private final ServiceDefinition definition;
  private final String name;
  private final Map<Topic, Integer> partitions;
  private final Duration retention;
  private final KafkaStreams streams;
  private final StreamsMeters meters;
  private final RestoreProgress restoring = new RestoreProgress();
  private final CompletableFuture<Void> running = new CompletableFuture<>();
  private final CompletableFuture<Void> stopped = new CompletableFuture<>();
  private volatile Throwable failure;

  private Service(
      ServiceDefinition definition,
      Topology topology,
      Map<String, Object> config,
      TopologySettings settings,
      MeterRegistry registry) {
    this.definition = definition;
    this.name = definition.name();
    this.partitions = settings.partitions();
    this.retention = settings.retention();
    this.streams = new KafkaStreams(topology, new StreamsConfig(config));
    this.meters = StreamsMeters.of(streams, name, registry);
    streams.setStateListener((now, before) -> changed(now));
    streams.setGlobalStateRestoreListener(restoring);
    streams.setUncaughtExceptionHandler(
        error -> {
          failure = error;
          log.error("{} stops: {}", name, ClusterRefusal.in(error).orElse(error.toString()), error);
          return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        });
  }

  /**
   * Checks the cluster and starts the service; it is not yet running when this returns.
   *
   * @throws UnfitClusterException if the cluster is not one that the service can work on
   */
  public static Service start(ServiceDefinition definition, ServiceSettings settings) {
    Service service = prepare(definition, settings, new CompositeMeterRegistry());
    service.begin();
    return service;
  }

  /**
   * Checks the cluster and makes the service ready to {@link #begin}: until then it takes part in
   * nothing, so that whatever else the process needs can be had first.
   *
   * @param registry where it measures what it does, until it is closed
   * @throws UnfitClusterException if the cluster is not one that the service can work on
   */
  public static Service prepare(
      ServiceDefinition definition, ServiceSettings settings, MeterRegistry registry) {
    Map<String, Object> config =
        StreamsDefaults.with(definition.applicationId(), settings.profile(), settings.kafka());
    List<Topic> topics = new ArrayList<>(definition.topics());
    topics.add(Topic.DEAD_LETTERS);
    Map<Topic, Integer> partitions;
    try (Admin admin = Admin.create(checkConfig(config, definition.name()))) {
      partitions = TopicCheck.partitions(admin, topics, InternalTopic.of(definition, settings));
    }
    StateFolder.make(Path.of((String) config.get(StreamsConfig.STATE_DIR_CONFIG)));
    TopologySettings topologySettings =
        new TopologySettings(
            settings.retention(),
            settings.tick(),
            settings.timersPerTick(),
            partitions,
            StoreSuppliers.PERSISTENT,
            Clock.systemUTC(),
            new ServiceMeters(registry, definition.name()));
    return new Service(
        definition,
        definition.topology().build(settings, topologySettings),
        config,
        topologySettings,
        registry);
  }

  /** Starts to work; to be called once. */
  public void begin() {
    streams.start();
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
          "%s is %s after %s s".formatted(name, streams.state(), timeout.toSeconds()), e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(name + " did not start", e.getCause());
    }
  }

  /** What it is called. */
  public String name() {
    return name;
  }

  /** What makes it this service. */
  public ServiceDefinition definition() {
    return definition;
  }

  /** How long it remembers what is closed. */
  public Duration retention() {
    return retention;
  }

  /** Whether it has stopped for an error, and will not go on. */
  public boolean hasFailed() {
    return failure != null;
  }

  /** Whether it processes records, and if not, why. */
  public Readiness readiness() {
    KafkaStreams.State state = streams.state();
    return new Readiness(
        state.name(),
        state == KafkaStreams.State.RUNNING,
        switch (state) {
          case RUNNING -> "";
          case CREATED -> "it has not been started yet";
          case REBALANCING -> restoring.describe();
          case PENDING_SHUTDOWN, NOT_RUNNING -> "it has been told to stop";
          case PENDING_ERROR, ERROR -> "it has stopped for an error, which its log tells";
        });
  }

  /**
   * Reads what this instance keeps about a key, beside the thread that works on it.
   *
   * @param topic a topic of the service whose records have that key
   * @param store any of the stores that will be read
   * @throws StateUnavailableException if another instance keeps it, or if nobody can read it while
   *     tasks are being moved
   */
  public <T> T read(Topic topic, String key, String store, Function<PartitionState, T> reader)
      throws StateUnavailableException {
    if (!readiness().isReady()) {
      throw new StateUnavailableException(
          "the " + name + " is not ready: " + readiness().why(), Optional.empty());
    }
    int partition =
        Partitions.of(
            key.getBytes(StandardCharsets.UTF_8),
            Objects.requireNonNull(partitions.get(topic), topic.topicName()));
    try {
      return reader.apply(new PartitionState(streams, partition));
    } catch (InvalidStateStoreException e) {
      log.debug("partition {} of {} cannot be read", partition, topic.topicName(), e);
      throw unavailable(new TopicPartition(topic.topicName(), partition), key, store);
    }
  }

  private StateUnavailableException unavailable(TopicPartition read, String key, String store) {
    if (streams.metadataForLocalThreads().stream()
        .flatMap(thread -> thread.activeTasks().stream())
        .anyMatch(task -> task.topicPartitions().contains(read))) {
      return new StateUnavailableException(
          "the state is being moved; ask again in a moment", Optional.empty());
    }
    // Known only of instances that were told their own address (application.server).
    KeyQueryMetadata owner = streams.queryMetadataForKey(store, key, new StringSerializer());
    Optional<String> instance =
        Optional.ofNullable(owner)
            .map(KeyQueryMetadata::activeHost)
            .filter(host -> !host.equals(HostInfo.unavailable()) && host.port() > 0)
            .map(host -> host.host() + ':' + host.port());
    return new StateUnavailableException("another instance keeps this state; ask there", instance);
  }

  /** Waits until it has stopped, for whatever reason. */
  public void awaitStopped() {
    stopped.join();
  }

  /** Finishes what is being processed and stops; a second call does nothing. */
  @Override
  public void close() {
    meters.close();
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

  /** How brokers are asked at the start. Those that do not answer are not waited for for long. */
  private static Map<String, Object> checkConfig(Map<String, Object> config, String name) {
    Map<String, Object> admin = new StreamsConfig(config).getAdminConfigs(name);
    admin.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, CHECK_MILLIS_MAX);
    admin.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, CHECK_MILLIS_MAX);
    return admin;
  }
}
