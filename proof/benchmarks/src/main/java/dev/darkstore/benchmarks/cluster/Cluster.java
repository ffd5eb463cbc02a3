package dev.darkstore.benchmarks.cluster;

import dev.darkstore.harness.KafkaClients;
import dev.darkstore.harness.PropertiesFile;
import dev.darkstore.harness.Waiting;
import dev.darkstore.local.ServiceKind;
import dev.darkstore.schemas.Topic;
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
 * A broker and three services, each in a process of its own, with topics that are fresh. The
 * floor's services share the broker of the system's.
 */
public final class Cluster implements AutoCloseable {
  /**
   * One for the one thread of each service: a second would have nobody to work it, and each Kafka
   * transaction would take part in twice as many.
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

  /** Starts a broker and our services, and returns when they process records. */
  public static Cluster start(MeasuredProfile profile, Path folder) {
    deleteFolder(folder);
    return started(new Cluster(Kind.SYSTEM, profile, folder, Broker.start(profile, folder)));
  }

  /** Starts a floor's services on this cluster's broker; to be closed before this. */
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

  /** All processes that are running, the broker first. */
  public List<JavaProcess> processes() {
    List<JavaProcess> all = new ArrayList<>();
    all.add(broker.process());
    all.addAll(services.values());
    return all;
  }

  public JavaProcess service(ServiceKind service) {
    return services.get(service);
  }

  /** Starts a service that is not running, with the state that its last run left. */
  public void start(ServiceKind service) {
    services.put(service, start(service, kind.processName(service), "state"));
  }

  void awaitReady(ServiceKind service) {
    services.get(service).awaitReady(PATIENCE);
  }

  /** Lets all services finish. */
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

  /** Starts all services again, set otherwise. */
  public void startServices(MeasuredProfile otherwise) {
    profile = otherwise;
    startServices();
  }

  /** Starts a second instance of a service, with state of its own. */
  public void startStandby(ServiceKind service) {
    standby = start(service, kind.processName(service) + "-2", "state-2");
    standby.awaitReady(PATIENCE);
  }

  /** Takes the second instance for the first, which is no more. */
  public void promoteStandby(ServiceKind service) {
    services.put(service, standby);
    standby = null;
  }

  /** Ends a service as kill -9 does; it is none of the running ones until another is started. */
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

  /** Where the logs end, once nothing is written any more. */
  public LogEnds awaitQuiet() {
    return LogEnds.whenQuiet(admin());
  }

  /** Waits until ours have not much to do: a store that was restored is compacted beside. */
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
