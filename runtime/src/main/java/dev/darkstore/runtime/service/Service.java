package dev.darkstore.runtime.service;

import dev.darkstore.http.Monitored;
import dev.darkstore.http.Readiness;
import dev.darkstore.http.Routes;
import dev.darkstore.runtime.metrics.ServiceMeters;
import dev.darkstore.runtime.settings.ServiceSettings;
import dev.darkstore.runtime.settings.TopologySettings;
import dev.darkstore.runtime.state.ClusterFacts;
import dev.darkstore.runtime.state.StoreSuppliers;
import dev.darkstore.schemas.Installation;
import dev.darkstore.schemas.Partitions;
import dev.darkstore.schemas.Topic;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KeyQueryMetadata;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.errors.ProcessorStateException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.apache.kafka.streams.state.HostInfo;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Running service.
 *
 * <p><b>Failures.</b> A transient failure, such as a Kafka transaction that the brokers aborted,
 * leads to new clients and restored state in this process. Any other, such as a broken invariant,
 * stops the service: its state is complete up to the last commit, and the supervisor of the process
 * restarts it.
 *
 * <p><b>Clocks.</b> The service's time is monotonic. When the machine's clock is set, the service
 * restarts with the new time. If it differs too much from the brokers', the service stops with an
 * error.
 */
public final class Service implements Monitored, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Service.class);
  private static final int CHECK_MILLIS_MAX = 8_000;

  /**
   * Maximum duration of an orderly stop, in which the last commit waits for the brokers. Together
   * with {@link #CLOSED_MAX} it must stay below the grace period of deployments, 40 s.
   */
  private static final Duration ORDERLY_MAX = Duration.ofSeconds(25);

  /** Maximum duration of a stop after the Kafka clients were closed. */
  private static final Duration CLOSED_MAX = Duration.ofSeconds(5);

  /** Maximum wait for the brokers at the start. */
  private static final Duration START_PATIENCE = Duration.ofSeconds(20);

  /** Minimum step of the machine's clock that leads to a restart. */
  private static final Duration STEP_MIN = Duration.ofSeconds(5);

  private static final Duration CLOCK_CHECK = Duration.ofSeconds(30);

  /** Pause between two comparisons of the partition counts with those at the start. */
  private static final Duration PARTITIONS_CHECK = Duration.ofSeconds(10);

  /**
   * Maximum number of restarts in this process within {@code RESTARTS_WITHIN}; afterwards the
   * supervisor takes over.
   */
  private static final int RESTARTS_MAX = 5;

  private static final Duration RESTARTS_WITHIN = Duration.ofMinutes(10);

  private final ServiceDefinition definition;
  private final String name;
  private final String applicationId;
  private final Installation installation;
  private final ServiceSettings settings;
  private final Map<String, Object> config;
  private final Admin admin;
  private final Map<Topic, Integer> partitions;
  private final ClusterFacts facts;
  private final StateFolder folder;
  private final MeterRegistry registry;
  private final ServiceMeters serviceMeters;
  private final RestoreProgress restoring = new RestoreProgress();
  private final CompletableFuture<Void> running = new CompletableFuture<>();
  private final CompletableFuture<Void> stopped = new CompletableFuture<>();
  private final ScheduledExecutorService watch;
  private final List<Future<?>> checks = new ArrayList<>();
  private final Deque<Long> restartNanos = new ArrayDeque<>();
  private volatile SteadyTime time;
  private volatile ServiceClients clients;
  private volatile AheadProducer ahead;
  private volatile KafkaStreams streams;
  private volatile StreamsMeters meters;
  private volatile boolean isRestarting;
  private volatile Throwable failure;

  private Service(
      ServiceDefinition definition,
      ServiceSettings settings,
      Map<String, Object> config,
      Admin admin,
      MeterRegistry registry) {
    this.definition = definition;
    this.name = definition.name();
    this.installation = settings.installation();
    this.applicationId = definition.applicationId(installation);
    this.settings = settings;
    this.config = config;
    this.admin = admin;
    this.registry = registry;
    this.serviceMeters = new ServiceMeters(registry, name);
    this.time = new SteadyTime();
    this.folder =
        new StateFolder(
            Path.of((String) config.get(StreamsConfig.STATE_DIR_CONFIG)), applicationId);
    List<Topic> topics = new ArrayList<>(definition.topics().apply(installation));
    topics.add(Topic.DEAD_LETTERS);
    this.partitions = awaitCluster(topics, InternalTopic.of(definition, settings));
    new ClockCheck(admin, time, clockLimit()).run();
    GroupFacts group =
        new GroupFacts(
            admin,
            applicationId,
            definition.reads(settings).stream().map(installation::nameOf).toList(),
            settings.acceptedMismatches());
    this.facts = group;
    serviceMeters
        .counter("darkstore.records.deleted.unread", "Records deleted before they were read")
        .increment((double) group.recordsDeletedUnread());
    folder.emptyIfStale(
        System.currentTimeMillis(), TopicCheck.deleteRetention(admin, definition, settings));
    this.watch =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, "watch-" + name);
              thread.setDaemon(true);
              return thread;
            },
            // A thread that fails while the service stops does not start it again.
            new ThreadPoolExecutor.DiscardPolicy());
    create();
  }

  /** Waits until the brokers reply; their reply is final. */
  private Map<Topic, Integer> awaitCluster(List<Topic> topics, List<InternalTopic> changelogs) {
    long endNanos = System.nanoTime() + START_PATIENCE.toNanos();
    while (true) {
      try {
        return TopicCheck.partitions(admin, installation, topics, changelogs);
      } catch (UnfitClusterException e) {
        if (!e.isUnreachable() || System.nanoTime() > endNanos) {
          throw e;
        }
        log.warn(
            "{} waits for the brokers at {}: {}",
            name,
            config.get(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG),
            e.getMessage());
      }
    }
  }

  /** Creates the streams for {@link #begin}, with the current time of the machine's clock. */
  private void create() {
    time = new SteadyTime();
    clients = new ServiceClients();
    Map<String, Object> fitted = KeyPartitioner.in(config, installation, partitions);
    ahead =
        settings.ahead() ? AheadProducer.connect(applicationId, settings.profile(), fitted) : null;
    TopologySettings topologySettings =
        new TopologySettings(
            installation,
            settings.retention(),
            settings.tick(),
            settings.timersPerTick(),
            partitions,
            StoreSuppliers.PERSISTENT,
            time.clock(),
            facts,
            serviceMeters,
            Optional.ofNullable(ahead));
    Properties properties = new Properties();
    properties.putAll(fitted);
    streams =
        new KafkaStreams(
            definition.topology().build(settings, topologySettings), properties, clients, time);
    meters = StreamsMeters.of(streams, name, registry);
    StreamsConfig streamsConfig = new StreamsConfig(config);
    CertificateExpiry.watch(
        serviceMeters,
        List.of(
            streamsConfig.getMainConsumerConfigs(applicationId, "", 0),
            streamsConfig.getProducerConfigs(""),
            streamsConfig.getAdminConfigs("")));
    KafkaStreams created = streams;
    created.setStateListener((now, before) -> changed(created, now));
    created.setGlobalStateRestoreListener(restoring);
    created.setUncaughtExceptionHandler(this::failed);
  }

  private StreamThreadExceptionResponse failed(Throwable error) {
    if (Failure.isPassing(error) && mayRestart()) {
      log.warn("{} starts again in this process after: {}", name, error.toString(), error);
      isRestarting = true;
      watch.execute(this::restart);
    } else {
      failure = error;
      log.error("{} stops: {}", name, ClusterRefusal.in(error).orElse(error.toString()), error);
    }
    return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
  }

  private synchronized boolean mayRestart() {
    if (isRestarting) {
      return true; // Another thread of these streams has failed.
    }
    long nowNanos = System.nanoTime();
    restartNanos.removeIf(then -> nowNanos - then > RESTARTS_WITHIN.toNanos());
    restartNanos.add(nowNanos);
    return restartNanos.size() <= RESTARTS_MAX;
  }

  private void restart() {
    if (!isRestarting || stopped.isDone()) {
      return;
    }
    try {
      closeStreams(watch::isShutdown);
      if (watch.isShutdown()) {
        return;
      }
      boolean isStepped = isStepped();
      create();
      if (isStepped) {
        new ClockCheck(admin, time, clockLimit()).run();
      }
      isRestarting = false;
      startStreams();
    } catch (RuntimeException e) {
      // Otherwise the failure would go unnoticed and the service would stay idle.
      stopFor(e);
    }
  }

  /**
   * Starts the streams, and restores unreadable state from the changelogs: Kafka Streams wipes
   * state that its threads cannot open, but it opens all state once before they start.
   */
  private void startStreams() {
    try {
      streams.start();
    } catch (ProcessorStateException e) {
      isRestarting = true;
      closeStreams(watch::isShutdown);
      folder.emptyUnreadable(System.currentTimeMillis(), e);
      create();
      isRestarting = false;
      streams.start();
    }
  }

  private void stopFor(Exception cause) {
    failure = cause;
    log.error("{} stops: {}", name, cause.getMessage(), cause);
    stopped.complete(null);
  }

  /**
   * Checks the cluster and starts the service; it is not yet running when this returns.
   *
   * @throws UnfitClusterException if the service cannot work on the cluster
   */
  public static Service start(ServiceDefinition definition, ServiceSettings settings) {
    Service service = prepare(definition, settings, new CompositeMeterRegistry());
    service.begin();
    return service;
  }

  /**
   * Checks the cluster and prepares the service for {@link #begin}. Until then it does not join its
   * group, so that the process can acquire its other resources first.
   *
   * @param registry registry of the service's meters, until it is closed
   * @throws UnfitClusterException if the service cannot work on the cluster
   */
  public static Service prepare(
      ServiceDefinition definition, ServiceSettings settings, MeterRegistry registry) {
    Map<String, Object> config =
        StreamsDefaults.with(
            definition.applicationId(settings.installation()),
            settings.profile(),
            settings.kafka());
    warnOfTransactionalStores(config);
    Admin admin = Admin.create(checkConfig(config, definition.name()));
    Service service = null;
    try {
      service = new Service(definition, settings, config, admin, registry);
      return service;
    } finally {
      if (service == null) {
        admin.close(Duration.ZERO);
      }
    }
  }

  /** Warns of a setting that is allowed for measurements but does harm. */
  private static void warnOfTransactionalStores(Map<String, Object> config) {
    String setting = StreamsConfig.TRANSACTIONAL_STATE_STORES_CONFIG;
    if (Boolean.parseBoolean(String.valueOf(config.get(setting)))) {
      log.warn(
          "{} is on: a kill loses outcomes that were decided before the newest retention began; turn it off",
          setting);
    }
  }

  /** Starts processing; to be called once. */
  public void begin() {
    startStreams();
    every(Duration.ofSeconds(1), this::checkStep);
    every(CLOCK_CHECK, this::checkClock);
    every(PARTITIONS_CHECK, this::checkPartitions);
  }

  private void every(Duration pause, Runnable check) {
    Runnable logged =
        () -> {
          try {
            check.run();
          } catch (RuntimeException e) {
            log.error("a check of {} failed; it will be repeated", name, e);
          }
        };
    checks.add(
        watch.scheduleWithFixedDelay(
            logged, pause.toMillis(), pause.toMillis(), TimeUnit.MILLISECONDS));
  }

  private Duration clockLimit() {
    return Duration.ofMillis(settings.timing().orderMaxAgeMillis() / 2);
  }

  /** Kafka's clients measure time with the machine's clock: after a step back they would stall. */
  private void checkStep() {
    if (isStepped() && !isRestarting) {
      log.warn(
          "the machine's clock was set by {} ms: {} starts again with it", time.stepMillis(), name);
      clients.interruptPolls();
    }
  }

  private boolean isStepped() {
    return Math.abs(time.stepMillis()) > STEP_MIN.toMillis();
  }

  private void checkClock() {
    try {
      new ClockCheck(admin, time, clockLimit()).run();
    } catch (UnfitClusterException e) {
      stopFor(e);
    }
  }

  /** Clients write to a new partition at once, and no task reads it. */
  private void checkPartitions() {
    try {
      TopicCheck.changedCounts(admin, installation, partitions)
          .ifPresent(changed -> stopFor(new UnfitClusterException(changed)));
    } catch (UnfitClusterException e) {
      log.debug("the partition counts cannot be compared", e);
    }
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

  @Override
  public String name() {
    return name;
  }

  /** Returns the definition of the service. */
  public ServiceDefinition definition() {
    return definition;
  }

  /** Returns the minimum time for which closed entries are remembered. */
  public Duration retention() {
    return settings.retention();
  }

  @Override
  public boolean hasFailed() {
    return failure != null;
  }

  @Override
  public Routes routes() {
    return definition.routes().apply(this);
  }

  @Override
  public Readiness readiness() {
    KafkaStreams.State state = streams.state();
    return new Readiness(
        state.name(),
        state == KafkaStreams.State.RUNNING,
        switch (state) {
          case RUNNING -> "";
          case CREATED -> "it has not been started yet";
          case REBALANCING -> restoring.describe();
          case PENDING_SHUTDOWN, NOT_RUNNING -> "it is stopping";
          case PENDING_ERROR, ERROR -> "it has stopped after an error; see its log";
        });
  }

  /**
   * Reads the local state of a key, concurrently with the thread that works on it.
   *
   * @param topic topic of the service whose records have that key
   * @param store one of the stores that will be read
   * @throws StateUnavailableException if another instance has the state, or if it cannot be read
   *     during a rebalance
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
      throw unavailable(new TopicPartition(installation.nameOf(topic), partition), key, store);
    }
  }

  private StateUnavailableException unavailable(TopicPartition read, String key, String store) {
    if (streams.metadataForLocalThreads().stream()
        .flatMap(thread -> thread.activeTasks().stream())
        .anyMatch(task -> task.topicPartitions().contains(read))) {
      return new StateUnavailableException(
          "the state is being moved; retry in a moment", Optional.empty());
    }
    // Known only of instances that have their address configured (application.server).
    KeyQueryMetadata owner = streams.queryMetadataForKey(store, key, new StringSerializer());
    Optional<String> instance =
        Optional.ofNullable(owner)
            .map(KeyQueryMetadata::activeHost)
            .filter(host -> !host.equals(HostInfo.unavailable()) && host.port() > 0)
            .map(host -> host.host() + ':' + host.port());
    return new StateUnavailableException("another instance keeps this state; ask there", instance);
  }

  /** Waits until it has stopped, for any reason. */
  public void awaitStopped() {
    stopped.join();
  }

  /** Finishes the record in progress and stops; a second call does nothing. */
  @Override
  public void close() {
    watch.shutdownNow();
    closeStreams(() -> true);
    serviceMeters.close();
    stopped.complete(null);
    admin.close(Duration.ofSeconds(1));
  }

  private void closeStreams(BooleanSupplier isEnough) {
    boolean wasRunning = streams.state() == KafkaStreams.State.RUNNING;
    meters.close();
    if (awaitClosed(name, streams::close, this::closeClients, isEnough) && wasRunning) {
      folder.noteWhole(System.currentTimeMillis());
    }
    closeClients();
  }

  private void closeClients() {
    clients.closeNow();
    if (ahead != null) {
      ahead.close();
    }
  }

  /**
   * Closes the streams in an orderly way if the brokers answer in time. Otherwise closes the Kafka
   * clients, so that threads that wait for brokers fail: until then they lock the state folder.
   *
   * @param close close operation; returns false if it takes longer than the given duration
   * @param closeClients operation that makes the waiting threads fail
   * @param isEnough true if the streams need not be waited for any longer
   * @return true if the stop was orderly, so that the state folder is complete
   */
  static boolean awaitClosed(
      String name, Predicate<Duration> close, Runnable closeClients, BooleanSupplier isEnough) {
    if (close.test(ORDERLY_MAX)) {
      return true;
    }
    log.warn("{} did not stop within {} s: its clients are closed", name, ORDERLY_MAX.toSeconds());
    closeClients.run();
    while (!close.test(CLOSED_MAX) && !isEnough.getAsBoolean()) {
      log.warn("{} has not stopped yet", name);
    }
    return false;
  }

  private void changed(KafkaStreams of, KafkaStreams.State now) {
    log.info("{} is {}", name, now);
    switch (now) {
      case RUNNING -> running.complete(null);
      case ERROR, NOT_RUNNING -> {
        if (!isRestarting && of == streams) {
          running.completeExceptionally(
              failure != null ? failure : new IllegalStateException(name + " is " + now));
          stopped.complete(null);
        }
      }
      case CREATED, REBALANCING, PENDING_SHUTDOWN, PENDING_ERROR -> {}
    }
  }

  /**
   * Returns the client configuration for the checks at the start, with short timeouts, so that
   * unreachable brokers fail fast.
   */
  private static Map<String, Object> checkConfig(Map<String, Object> config, String name) {
    Map<String, Object> admin = new StreamsConfig(config).getAdminConfigs(name);
    admin.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, CHECK_MILLIS_MAX);
    admin.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, CHECK_MILLIS_MAX);
    return admin;
  }
}
