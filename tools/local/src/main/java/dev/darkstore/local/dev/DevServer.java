package dev.darkstore.local.dev;

import dev.darkstore.client.cluster.Clients;
import dev.darkstore.client.cluster.Cluster;
import dev.darkstore.client.cluster.LogReader;
import dev.darkstore.console.Participants;
import dev.darkstore.http.HttpPort;
import dev.darkstore.http.HttpSettings;
import dev.darkstore.http.Metrics;
import dev.darkstore.http.Routes;
import dev.darkstore.local.LocalCluster;
import dev.darkstore.local.LocalPlan;
import dev.darkstore.local.demo.DemoSupply;
import dev.darkstore.local.demo.Scenario;
import dev.darkstore.schemas.Topic;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.rocksdb.RocksDB;

/** A broker, the topics and the three services in this process, with something to order. */
public final class DevServer implements AutoCloseable {
  private final LocalCluster cluster;
  private final Optional<Scenario> supplied;

  private final Metrics metrics;
  private final HttpPort http;

  private DevServer(
      LocalCluster cluster, Optional<Scenario> supplied, Metrics metrics, HttpPort http) {
    this.cluster = cluster;
    this.supplied = supplied;
    this.metrics = metrics;
    this.http = http;
  }

  /**
   * Starts everything, and returns when an order can be placed.
   *
   * @param httpPort the HTTP port on 127.0.0.1; 0 for any that is free
   * @param isEmpty whether to leave the stores without stock and the zones without agents if they
   *     are
   */
  public static DevServer start(LocalPlan plan, int httpPort, boolean isEmpty)
      throws IOException, InterruptedException {
    Metrics metrics = new Metrics();
    LocalCluster cluster = LocalCluster.begin(plan, metrics.registry());
    boolean started = false;
    try {
      // Takes a moment, in which there is nothing else to do: the broker is starting.
      RocksDB.loadLibrary();
      cluster.awaitBroker();
      Optional<Scenario> scenario =
          isEmpty || isSupplied(cluster) ? Optional.empty() : Optional.of(Scenario.ofExamples());
      if (scenario.isPresent()) {
        supply(cluster, scenario.get());
      } else {
        cluster.startServices();
      }
      HttpPort http =
          HttpPort.start(HttpSettings.loopback(httpPort), metrics, cluster::services, Routes.NONE);
      started = true;
      return new DevServer(cluster, scenario, metrics, http);
    } finally {
      if (!started) {
        cluster.close();
        metrics.close();
      }
    }
  }

  private static boolean isSupplied(LocalCluster cluster) throws InterruptedException {
    try (Cluster clients = Cluster.connect(cluster.clientConfig());
        LogReader reader = new LogReader(clients, "darkstore-dev")) {
      reader.assign(Topic.STOCK_UPDATES, Topic.AGENT_UPDATES);
      return reader.size() > 0;
    }
  }

  private static void supply(LocalCluster cluster, Scenario scenario) throws InterruptedException {
    AtomicReference<Throwable> failure = new AtomicReference<>();
    DemoSupply supply =
        new DemoSupply(scenario, pause -> TimeUnit.NANOSECONDS.sleep(pause.toNanos()));
    try (Clients clients = new Clients(cluster.clientConfig(), "darkstore-dev", failure::set)) {
      supply.send(clients);
      cluster.startServices();
      clients.flush();
    }
    if (failure.get() != null) {
      throw new IllegalStateException("stock and agents could not be sent", failure.get());
    }
    supply.awaitTakenIn(cluster.clientConfig());
  }

  /** Where clients reach the broker. */
  public String bootstrapServers() {
    return cluster.bootstrapServers();
  }

  /** How clients reach the broker. */
  public Map<String, Object> clientConfig() {
    return cluster.clientConfig();
  }

  /** The participants, to be stopped and started while everything else goes on. */
  public Participants participants() {
    return new LocalParticipants(cluster);
  }

  /** Where health, metrics and orders are to be read, without a slash at the end. */
  public URI http() {
    return http.uri();
  }

  /** The stock and the agents that were supplied at this start, if any were. */
  public Optional<Scenario> supplied() {
    return supplied;
  }

  /** Stops everything, and deletes what was temporary. */
  @Override
  public void close() throws IOException {
    http.close();
    try {
      cluster.close();
    } finally {
      metrics.close();
    }
  }
}
