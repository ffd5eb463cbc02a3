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
import dev.darkstore.schemas.Installation;
import dev.darkstore.schemas.Topic;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.rocksdb.RocksDB;

/** Broker, topics and the three services in this process, with initial stock and agents. */
public final class DevServer implements AutoCloseable {
  private final LocalCluster cluster;
  private final Optional<Scenario> supplied;
  private final Optional<Deliveries> deliveries;
  private final Metrics metrics;
  private final HttpPort http;

  private DevServer(
      LocalCluster cluster,
      Optional<Scenario> supplied,
      Optional<Deliveries> deliveries,
      Metrics metrics,
      HttpPort http) {
    this.cluster = cluster;
    this.supplied = supplied;
    this.deliveries = deliveries;
    this.metrics = metrics;
    this.http = http;
  }

  /**
   * Starts everything, and returns when an order can be placed.
   *
   * @param httpPort HTTP port on 127.0.0.1; 0 for any free one
   * @param isEmpty true to supply no stock and no agents
   * @param trip duration of an agent's simulated trip; zero to simulate none
   */
  public static DevServer start(LocalPlan plan, int httpPort, boolean isEmpty, Duration trip)
      throws IOException, InterruptedException {
    Metrics metrics = new Metrics();
    LocalCluster cluster = LocalCluster.begin(plan, metrics.registry());
    boolean started = false;
    try {
      // Done while the broker is starting.
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
      Optional<Deliveries> deliveries =
          trip.isZero() ? Optional.empty() : Optional.of(Deliveries.start(cluster, trip));
      started = true;
      return new DevServer(cluster, scenario, deliveries, metrics, http);
    } finally {
      if (!started) {
        cluster.close();
        metrics.close();
      }
    }
  }

  private static boolean isSupplied(LocalCluster cluster) throws InterruptedException {
    try (Cluster clients = cluster.connect();
        LogReader reader = new LogReader(clients, "darkstore-dev")) {
      reader.assign(Topic.STOCK_UPDATES, Topic.AGENT_UPDATES);
      return reader.size() > 0;
    }
  }

  private static void supply(LocalCluster cluster, Scenario scenario) throws InterruptedException {
    AtomicReference<Throwable> failure = new AtomicReference<>();
    DemoSupply supply =
        new DemoSupply(scenario, pause -> TimeUnit.NANOSECONDS.sleep(pause.toNanos()));
    try (Cluster connected = cluster.connect();
        Clients clients = new Clients(connected, "darkstore-dev", failure::set)) {
      supply.send(clients);
      cluster.startServices();
      clients.flush();
    }
    if (failure.get() != null) {
      throw new IllegalStateException("stock and agents could not be sent", failure.get());
    }
    supply.awaitTakenIn(cluster);
  }

  /** Returns the address of the broker. */
  public String bootstrapServers() {
    return cluster.bootstrapServers();
  }

  /** Returns the configuration of clients. */
  public Map<String, Object> clientConfig() {
    return cluster.clientConfig();
  }

  /** Returns the installation on the broker. */
  public Installation installation() {
    return cluster.installation();
  }

  /** Returns the participants, which can be stopped and started separately. */
  public Participants participants() {
    return new LocalParticipants(cluster);
  }

  /** Returns the address of health, metrics and orders, without a trailing slash. */
  public URI http() {
    return http.uri();
  }

  /** Returns the stock and the agents supplied at this start, if any. */
  public Optional<Scenario> supplied() {
    return supplied;
  }

  /** Stops everything, and deletes temporary data. */
  @Override
  public void close() throws IOException {
    deliveries.ifPresent(Deliveries::close);
    http.close();
    try {
      cluster.close();
    } finally {
      metrics.close();
    }
  }
}
