package dev.darkstore.local.demo;

import dev.darkstore.client.cluster.Clients;
import dev.darkstore.client.supply.Entrances;
import dev.darkstore.events.AgentUpdate;
import dev.darkstore.events.StockUpdate;
import dev.darkstore.local.LocalCluster;
import dev.darkstore.schemas.Installation;
import dev.darkstore.schemas.Topic;
import dev.darkstore.services.ServiceKind;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;

/** Supplies stock and agents before the first order. */
public final class DemoSupply {
  private static final Duration LOOK_AGAIN = Duration.ofMillis(20);
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final Scenario scenario;
  private final Pause pause;

  /** Pause between two polls. */
  @FunctionalInterface
  public interface Pause {
    /** Waits for this time. */
    void pause(Duration duration) throws InterruptedException;
  }

  /**
   * Creates the supply of a scenario.
   *
   * @param scenario stock and agents to send
   * @param pause pause between two polls of the offsets
   */
  public DemoSupply(Scenario scenario, Pause pause) {
    this.scenario = scenario;
    this.pause = pause;
  }

  /** Sends all supply records. */
  public void send(Clients clients) {
    for (StockUpdate update : scenario.stock()) {
      var unused = clients.send(update);
    }
    for (AgentUpdate update : scenario.agents()) {
      var unused = clients.send(update);
    }
  }

  /**
   * Waits until the participants have applied the supply: until their committed offsets are beyond
   * it, and all agents have entered their zones.
   */
  public void awaitTakenIn(LocalCluster cluster) throws InterruptedException {
    long endNanos = System.nanoTime() + TIMEOUT.toNanos();
    Installation installation = cluster.installation();
    try (Admin admin = Admin.create(cluster.clientConfig())) {
      while (read(admin, installation, ServiceKind.STORE, Topic.STOCK_UPDATES)
              < scenario.stock().size()
          || read(admin, installation, ServiceKind.DELIVERY, Topic.AGENT_UPDATES)
              < scenario.agents().size()) {
        if (System.nanoTime() - endNanos > 0) {
          throw new IllegalStateException(
              "stock and agents were not applied within " + TIMEOUT.toSeconds() + " s");
        }
        pause.pause(LOOK_AGAIN);
      }
    }
    try (Entrances entrances = Entrances.ever(cluster.connect())) {
      if (!entrances.await(scenario.agents().size(), TIMEOUT)) {
        throw new IllegalStateException(
            "agents did not enter their zones within " + TIMEOUT.toSeconds() + " s");
      }
    }
  }

  private static long read(Admin admin, Installation installation, ServiceKind service, Topic topic)
      throws InterruptedException {
    try {
      return admin
          .listConsumerGroupOffsets(service.definition().applicationId(installation))
          .partitionsToOffsetAndMetadata()
          .get()
          .entrySet()
          .stream()
          .filter(entry -> entry.getKey().topic().equals(installation.nameOf(topic)))
          .filter(entry -> entry.getValue() != null)
          .map(Map.Entry::getValue)
          .mapToLong(OffsetAndMetadata::offset)
          .sum();
    } catch (ExecutionException e) {
      throw new IllegalStateException(
          "the broker did not report the offset of " + service + ": " + e.getCause().getMessage(),
          e.getCause());
    }
  }
}
