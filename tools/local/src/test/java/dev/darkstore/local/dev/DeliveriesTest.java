package dev.darkstore.local.dev;

import static org.awaitility.Awaitility.await;

import dev.darkstore.client.cluster.Clients;
import dev.darkstore.client.cluster.Cluster;
import dev.darkstore.client.cluster.LogReader;
import dev.darkstore.client.log.LogEntry;
import dev.darkstore.client.supply.AgentFold;
import dev.darkstore.client.supply.AgentFold.Agent;
import dev.darkstore.events.OrderLine;
import dev.darkstore.events.OrderRequest;
import dev.darkstore.events.PlaceOrder;
import dev.darkstore.local.LocalPlan;
import dev.darkstore.schemas.Topic;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The agents of 'darkstore dev'")
@Timeout(180)
class DeliveriesTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private Path folder;

  @Test
  @DisplayName("are free again after a trip, also after one that an earlier run left open")
  void areFreeAgainAfterATrip() throws Exception {
    LocalPlan plan = LocalPlan.keptIn(folder).onPort(0);
    try (DevServer server = DevServer.start(plan, 0, false, Duration.ZERO)) {
      order(server, "o-1");
      await().atMost(PATIENCE).until(() -> assigned(server).size() == 1);
    }
    try (DevServer server = DevServer.start(plan, 0, false, Duration.ofMillis(500))) {
      await().atMost(PATIENCE).until(() -> assigned(server).isEmpty());

      order(server, "o-2");
      await().atMost(PATIENCE).until(() -> completed(server) == 2);
      await().atMost(PATIENCE).until(() -> assigned(server).isEmpty());
    }
  }

  private static void order(DevServer server, String orderId) throws InterruptedException {
    try (Clients clients =
        new Clients(
            server.clientConfig(),
            "test",
            failure -> {
              throw new IllegalStateException(failure);
            })) {
      Clients.await(
          clients.send(
              new OrderRequest(
                  orderId,
                  new PlaceOrder(
                      "c-1",
                      "station-road",
                      "north",
                      List.of(new OrderLine("butter-250g", 1)),
                      Map.of()))));
    }
  }

  private static List<Agent> assigned(DevServer server) throws InterruptedException {
    AgentFold agents = new AgentFold(100);
    try (Cluster cluster = Cluster.connect(server.clientConfig());
        LogReader reader = new LogReader(cluster, "test")) {
      reader.assign(AgentFold.TOPICS.toArray(Topic[]::new));
      reader.readToEnd(record -> agents.accept(LogEntry.of(record)));
    }
    return agents.agents().stream().filter(Agent::isAssigned).toList();
  }

  /** Returns the number of deliveries that were reported. */
  private static int completed(DevServer server) throws InterruptedException {
    int[] count = new int[1];
    try (Cluster cluster = Cluster.connect(server.clientConfig());
        LogReader reader = new LogReader(cluster, "test")) {
      reader.assign(Topic.AGENT_UPDATES);
      reader.readToEnd(
          record -> count[0] += LogEntry.of(record).event().equals("DeliveryCompleted") ? 1 : 0);
    }
    return count[0];
  }
}
