package dev.darkstore.benchmarks.cluster;

import dev.darkstore.harness.AdminRequests;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;

/** Broker in a separate process. */
final class Broker implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final int HEAP_MEGABYTES = 1024;

  private final JavaProcess process;
  private final String bootstrapServers;
  private final Admin admin;

  private Broker(JavaProcess process) {
    this.process = process;
    this.bootstrapServers = process.awaitReady(PATIENCE);
    this.admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers));
  }

  static Broker start(MeasuredProfile profile, Path folder) {
    List<String> arguments = new ArrayList<>();
    arguments.add(folder.resolve("broker").toString());
    profile.brokerSettings().forEach((name, value) -> arguments.add(name + "=" + value));
    JavaProcess process =
        JavaProcess.start(
            "broker",
            folder,
            profile.brokerJvmOptions(),
            HEAP_MEGABYTES,
            BrokerMain.class,
            arguments);
    boolean ready = false;
    try {
      Broker broker = new Broker(process);
      ready = true;
      return broker;
    } finally {
      if (!ready) {
        process.close();
      }
    }
  }

  JavaProcess process() {
    return process;
  }

  String bootstrapServers() {
    return bootstrapServers;
  }

  Admin admin() {
    return admin;
  }

  void createTopics(Kind kind) {
    AdminRequests.createTopics(
        admin, topic -> new NewTopic(kind.topicName(topic), Cluster.PARTITIONS, (short) 1));
  }

  @Override
  public void close() {
    admin.close();
    process.close();
  }
}
