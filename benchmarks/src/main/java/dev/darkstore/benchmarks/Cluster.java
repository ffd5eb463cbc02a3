package dev.darkstore.benchmarks;

import dev.darkstore.schemas.Topic;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.utils.Utils;

/** A broker and three services, each in a process of its own, with topics that are fresh. */
final class Cluster implements AutoCloseable {
  /** One per core of a small machine; the same for every topic. */
  static final int PARTITIONS = 2;

  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final int BROKER_HEAP_MEGABYTES = 1024;

  private final Kind kind;
  private final Profile profile;
  private final Path folder;
  private final Map<Part, JavaProcess> services = new EnumMap<>(Part.class);
  private final JavaProcess broker;
  private String bootstrapServers = "";
  private Admin admin;
  private JavaProcess standby;

  private Cluster(Kind kind, Profile profile, Path folder) {
    this.kind = kind;
    this.profile = profile;
    this.folder = folder;
    this.broker =
        JavaProcess.start(
            "broker",
            folder,
            heap(BROKER_HEAP_MEGABYTES),
            BrokerMain.class,
            brokerArguments(profile, folder));
  }

  /** Starts everything, and returns when the services process records. */
  static Cluster start(Kind kind, Profile profile, Path folder) {
    deleteFolder(folder);
    Cluster cluster = new Cluster(kind, profile, folder);
    boolean started = false;
    try {
      cluster.bootstrapServers = cluster.broker.awaitReady(PATIENCE);
      cluster.admin =
          Admin.create(
              Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, cluster.bootstrapServers));
      cluster.createTopics();
      kind.parts().forEach(cluster::start);
      kind.parts().forEach(cluster::awaitReady);
      started = true;
      return cluster;
    } finally {
      if (!started) {
        cluster.close();
      }
    }
  }

  Kind kind() {
    return kind;
  }

  Profile profile() {
    return profile;
  }

  String bootstrapServers() {
    return bootstrapServers;
  }

  Admin admin() {
    return admin;
  }

  /** All processes that are running, the broker first. */
  List<JavaProcess> processes() {
    List<JavaProcess> all = new ArrayList<>();
    all.add(broker);
    all.addAll(services.values());
    return all;
  }

  JavaProcess service(Part part) {
    return services.get(part);
  }

  /** Starts a service that is not running, with the state that its last run left. */
  void start(Part part) {
    services.put(part, start(part, part.processName(), "state"));
  }

  void awaitReady(Part part) {
    services.get(part).awaitReady(PATIENCE);
  }

  /** Starts a second instance of a service, with state of its own. */
  void startStandby(Part part) {
    standby = start(part, part.processName() + "-2", "state-2");
    standby.awaitReady(PATIENCE);
  }

  /** Takes the second instance for the first, which is no more. */
  void promoteStandby(Part part) {
    services.put(part, standby);
    standby = null;
  }

  /** Ends a service as kill -9 does. */
  void kill(Part part) {
    services.get(part).kill();
  }

  private JavaProcess start(Part part, String name, String stateFolder) {
    return JavaProcess.start(
        name,
        folder,
        heap(profile.serviceHeapMegabytes()),
        ServiceMain.class,
        List.of(part.name(), settingsFile(name, stateFolder).toString()));
  }

  /** Fails if a process has ended. */
  void checkAlive() {
    for (JavaProcess process : processes()) {
      if (!process.isAlive()) {
        throw new IllegalStateException(process.name() + " has ended; see " + folder);
      }
    }
  }

  /** Where the logs end, once nothing is written any more. */
  LogEnds awaitQuiet() {
    return LogEnds.whenQuiet(admin);
  }

  List<TopicPartition> partitions(Topic topic) {
    return IntStream.range(0, PARTITIONS)
        .mapToObj(p -> new TopicPartition(kind.topicName(topic), p))
        .toList();
  }

  @Override
  public void close() {
    if (admin != null) {
      admin.close();
    }
    if (standby != null) {
      standby.close();
    }
    services.values().forEach(JavaProcess::close);
    broker.close();
    deleteFolder(folder.resolve("broker"));
    deleteFolder(folder.resolve("state"));
    deleteFolder(folder.resolve("state-2"));
  }

  private static List<String> brokerArguments(Profile profile, Path folder) {
    List<String> arguments = new ArrayList<>();
    arguments.add(folder.resolve("broker").toString());
    profile.brokerSettings().forEach((name, value) -> arguments.add(name + "=" + value));
    return arguments;
  }

  private void createTopics() {
    List<NewTopic> topics = new ArrayList<>();
    for (Kind each : List.of(Kind.SYSTEM, kind)) {
      // Every service looks for the dead letters, those that stand in for ours too.
      Arrays.stream(Topic.values())
          .filter(topic -> each == kind || topic == Topic.DEAD_LETTERS)
          .map(
              topic ->
                  new NewTopic(each.topicName(topic), PARTITIONS, (short) 1)
                      .configs(topic.configs()))
          .filter(topic -> topics.stream().noneMatch(t -> t.name().equals(topic.name())))
          .forEach(topics::add);
    }
    try {
      admin.createTopics(topics).all().get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("the topics cannot be made", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while topics were made", e);
    }
  }

  private Path settingsFile(String name, String stateFolder) {
    Properties settings = new Properties();
    settings.putAll(profile.settings());
    settings.setProperty("bootstrap.servers", bootstrapServers);
    settings.setProperty("state.dir", folder.resolve(stateFolder).toString());
    Path file = folder.resolve(name + ".properties");
    try (Writer writer = Files.newBufferedWriter(file)) {
      settings.store(writer, null);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return file;
  }

  private static List<String> heap(int megabytes) {
    return List.of("-Xms" + megabytes + "m", "-Xmx" + megabytes + "m");
  }

  private static void deleteFolder(Path folder) {
    try {
      Utils.delete(folder.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete " + folder, e);
    }
  }
}
