package dev.darkstore.system.secured;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkstore.events.OrderEvent;
import dev.darkstore.events.OrderReceived;
import dev.darkstore.events.OrderRejected;
import dev.darkstore.schemas.Principal;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Overload: more orders than can be processed ({@code -Dflood.orders=100000} for many more). Those
 * that wait too long are shed, and orders in flight are completed meanwhile.
 */
@DisplayName("Overload of a broker")
class FloodOnABrokerTest {
  private static final int FLOOD = Integer.getInteger("flood.orders", 10_000);
  private static final int IN_FLIGHT = 50;
  private static final int MAX_AGE_MILLIS = 2_000;

  @TempDir private Path folder;
  private SecuredCluster cluster;
  private SecuredServices services;
  private ExternalClients clients;

  @BeforeEach
  void start() throws Exception {
    cluster = SecuredCluster.withPasswords(folder, Map.of());
    cluster.setUp();
    services = new SecuredServices(cluster, folder.resolve("state"));
    services.startAll();
    clients = new ExternalClients(cluster);
    clients.stock(1_000_000);
    clients.agents(IN_FLIGHT);
  }

  @AfterEach
  void close() {
    services.close();
    cluster.close();
  }

  /** Restarts the coordinator with two backlogs: votes for the orders in flight, and the flood. */
  @Test
  @DisplayName("Orders in flight are placed while a flood of orders that are too old is shed")
  void ordersInFlightArePlacedDuringAFlood() throws Exception {
    services.get(Principal.DELIVERY).close();
    List<String> inFlight = ids("o-", IN_FLIGHT);
    clients.orders(inFlight);
    awaitReceived(inFlight);
    services.get(Principal.COORDINATOR).close();
    services.begin(Principal.DELIVERY).awaitRunning(ExternalClients.PATIENCE);
    clients.orders(ids("flood-", FLOOD));
    Instant tooLate = Instant.now().plusMillis(MAX_AGE_MILLIS);
    Awaitility.await("the flood to be too old")
        .forever()
        .until(() -> Instant.now().isAfter(tooLate));

    services.begin(
        Principal.COORDINATOR,
        Map.of("darkstore.order.max.age.ms", Integer.toString(MAX_AGE_MILLIS)));
    Map<String, Long> decidedNanos = new LinkedHashMap<>();
    Map<String, Integer> outcomes = new TreeMap<>();
    clients.read(
        event -> {
          if (!(event.getBody() instanceof OrderReceived)
              && decidedNanos.put(event.getOrderId(), System.nanoTime()) == null) {
            outcomes.merge(outcome(event), 1, Integer::sum);
          }
        },
        () -> decidedNanos.size() == FLOOD + IN_FLIGHT);

    assertThat(outcomes)
        .containsOnly(Map.entry("OrderPlaced", IN_FLIGHT), Map.entry("TOO_LATE", FLOOD));
    List<String> order = List.copyOf(decidedNanos.keySet());
    int shedBefore = inFlight.stream().mapToInt(order::indexOf).max().orElseThrow() + 1 - IN_FLIGHT;
    long firstNanos = decidedNanos.get(order.get(0));
    System.out.printf(
        "%,d orders in flight were placed within %,d ms, when %,d of the flood's %,d were shed; the rest of it took until %,d ms%n",
        IN_FLIGHT,
        inFlight.stream().mapToLong(id -> decidedNanos.get(id) - firstNanos).max().orElseThrow()
            / 1_000_000,
        shedBefore,
        FLOOD,
        (decidedNanos.get(order.get(order.size() - 1)) - firstNanos) / 1_000_000);
    assertThat(shedBefore).as("shed before the last order in flight was placed").isLessThan(FLOOD);
  }

  private void awaitReceived(List<String> orderIds) throws InterruptedException {
    Set<String> open = new HashSet<>(orderIds);
    clients.read(event -> open.remove(event.getOrderId()), open::isEmpty);
  }

  private static String outcome(OrderEvent event) {
    return event.getBody() instanceof OrderRejected rejected
        ? rejected.getRefusal().getReason().toString()
        : event.getBody().getClass().getSimpleName();
  }

  private static List<String> ids(String prefix, int count) {
    return IntStream.range(0, count).mapToObj(i -> prefix + i).toList();
  }
}
