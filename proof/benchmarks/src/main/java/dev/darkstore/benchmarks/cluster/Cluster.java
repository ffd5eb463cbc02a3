package dev.darkstore.benchmarks.cluster;

import dev.darkstore.harness.KafkaClients;
import dev.darkstore.harness.PropertiesFile;
import dev.darkstore.harness.Waiting;
import dev.darkstore.schemas.Topic;
import dev.darkstore.services.ServiceKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.utils.Utils;

/**
 * Broker and three services, each in a separate process, with new topics. The services of the floor
 * share the broker of the system.
 */
public final class Cluster implements AutoCloseable {
  /**
   * One partition for the one thread of each service: a second one would not add parallelism, and
   * each Kafka transaction would include twice as many partitions.
   */
  public static final int PARTITIONS = 1;

  private static final List<ServiceKind> SERVICES = List.of(ServiceKind.values());
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final Duration IDLE_LOOK = Duration.ofSeconds(2);
  private static final double IDLE_SHARE = 0.3;

  private final Kind kind;
  private MeasuredProfile profile;
  private final Path folder;
  private final Map<ServiceKind, JavaProcess> services = new EnumMap<>(ServiceKind.class);
  private final Broker broker;
  private JavaProcess standby;

  private Cluster(Kind kind, MeasuredProfile profile, Path folder, Broker broker) {
    this.kind = kind;
    this.profile = profile;
    this.folder = folder;
    this.broker = broker;
  }

  /** Starts a broker and the services of the system, and returns once they process records. */
  public static Cluster start(MeasuredProfile profile, Path folder) {
    deleteFolder(folder);
    return started(new Cluster(Kind.SYSTEM, profile, folder, Broker.start(profile, folder)));
  }

  /** Starts the services of a floor on the broker of this cluster; close the floor first. */
  public Cluster startFloor(Kind floor) {
    return started(new Cluster(floor, profile, folder, broker));
  }

  private static Cluster started(Cluster cluster) {
    boolean started = false;
    try {
      cluster.broker.createTopics(cluster.kind);
      cluster.startServices();
      started = true;
      return cluster;
    } finally {
      if (!started) {
        cluster.close();
      }
    }
  }

  public Kind kind() {
    return kind;
  }

  public MeasuredProfile profile() {
    return profile;
  }

  public String bootstrapServers() {
    return broker.bootstrapServers();
  }

  public Admin admin() {
    return broker.admin();
  }

  /** Returns all running processes, the broker first. */
  public List<JavaProcess> processes() {
    List<JavaProcess> all = new ArrayList<>();
    all.add(broker.process());
    all.addAll(services.values());
    return all;
  }

  public JavaProcess service(ServiceKind service) {
    return services.get(service);
  }

  /** Starts a service that is not running, with the state of its last run. */
  public void start(ServiceKind service) {
    services.put(service, start(service, kind.processName(service), "state"));
  }

  void awaitReady(ServiceKind service) {
    services.get(service).awaitReady(PATIENCE);
  }

  /** Stops all services in an orderly way. */
  public void stopServices() {
    services.values().forEach(JavaProcess::close);
  }

  /** Starts all services again; returns the seconds until all of them process records. */
  public double startServices() {
    long startNanos = System.nanoTime();
    SERVICES.forEach(this::start);
    SERVICES.forEach(this::awaitReady);
    return (System.nanoTime() - startNanos) / 1e9;
  }

  /** Starts all services again with other settings. */
  public void startServices(MeasuredProfile otherwise) {
    profile = otherwise;
    startServices();
  }

  /** Starts a second instance of a service with a separate state folder. */
  public void startStandby(ServiceKind service) {
    standby = start(service, kind.processName(service) + "-2", "state-2");
    standby.awaitReady(PATIENCE);
  }

  /** Replaces the killed first instance by the second. */
  public void promoteStandby(ServiceKind service) {
    services.put(service, standby);
    standby = null;
  }

  /** Kills a service as kill -9 does; no instance counts as running until another is started. */
  public void kill(ServiceKind service) {
    services.remove(service).kill();
  }

  private JavaProcess start(ServiceKind service, String name, String stateFolder) {
    return JavaProcess.start(
        name,
        folder,
        profile.serviceJvmOptions(),
        profile.serviceHeapMegabytes(),
        ServiceMain.class,
        List.of(kind.name(), service.name(), settingsFile(name, stateFolder).toString()));
  }

  /** Fails if a process has ended. */
  public void checkAlive() {
    for (JavaProcess process : processes()) {
      if (!process.isAlive()) {
        throw new IllegalStateException(process.name() + " has ended; see " + folder);
      }
    }
  }

  /** Returns the ends of the logs once they have stopped growing. */
  public LogEnds awaitQuiet() {
    return LogEnds.whenQuiet(admin());
  }

  /** Waits until the services are nearly idle: a restored store is compacted in the background. */
  public void awaitIdle() {
    Usage before = Usage.now(this);
    boolean idle = false;
    while (!idle) {
      Waiting.pause(IDLE_LOOK);
      Usage now = Usage.now(this);
      double busySeconds =
          now.since(before).secondsByProcess().values().stream().mapToDouble(u -> u).sum();
      idle = busySeconds < IDLE_SHARE * IDLE_LOOK.toMillis() / 1000;
      before = now;
    }
  }

  public List<TopicPartition> partitions(Topic topic) {
    return KafkaClients.partitions(List.of(topic), kind::topicName, PARTITIONS);
  }

  @Override
  public void close() {
    if (standby != null) {
      standby.close();
    }
    stopServices();
    if (kind == Kind.SYSTEM) {
      broker.close();
      deleteFolder(folder.resolve("broker"));
      deleteFolder(folder.resolve("state"));
      deleteFolder(folder.resolve("state-2"));
    }
  }

  private Path settingsFile(String name, String stateFolder) {
    Map<String, String> settings = new HashMap<>(profile.settings());
    settings.put("bootstrap.servers", bootstrapServers());
    settings.put("state.dir", folder.resolve(stateFolder).toString());
    return PropertiesFile.write(folder.resolve(name + ".properties"), settings);
  }

  private static void deleteFolder(Path folder) {
    try {
      Utils.delete(folder.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete " + folder, e);
    }
  }
}
