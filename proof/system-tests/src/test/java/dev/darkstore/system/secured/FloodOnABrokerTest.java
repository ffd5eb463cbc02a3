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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * More orders than can be done ({@code -Dflood.orders=100000} for many more): those that wait too
 * long are shed, and what has been begun is finished meanwhile.
 */
class FloodOnABrokerTest {
  private static final int FLOOD = Integer.getInteger("flood.orders", 10_000);
  private static final int IN_FLIGHT = 50;
  private static final int MAX_AGE_MILLIS = 2_000;

  @TempDir private Path folder;
  private SecuredCluster cluster;
  private SecuredServices services;
  private Outside outside;

  @BeforeEach
  void start() throws Exception {
    cluster = SecuredCluster.withPasswords(folder, Map.of());
    cluster.setUp();
    services = new SecuredServices(cluster, folder.resolve("state"));
    services.startAll();
    outside = new Outside(cluster);
    outside.stock(1_000_000);
    outside.agents(IN_FLIGHT);
  }

  @AfterEach
  void close() {
    services.close();
    cluster.close();
  }

  /** The coordinator comes back to both at once: votes on what it has begun, and the flood. */
  @Test
  void whatIsInFlightIsPlacedAmidTheFlood() throws Exception {
    services.get(Principal.DELIVERY).close();
    List<String> inFlight = ids("o-", IN_FLIGHT);
    outside.orders(inFlight);
    awaitReceived(inFlight);
    services.get(Principal.COORDINATOR).close();
    services.begin(Principal.DELIVERY).awaitRunning(Outside.PATIENCE);
    outside.orders(ids("flood-", FLOOD));
    Instant tooLate = Instant.now().plusMillis(MAX_AGE_MILLIS);
    Awaitility.await("the flood to be too old")
        .forever()
        .until(() -> Instant.now().isAfter(tooLate));

    services.begin(
        Principal.COORDINATOR,
        Map.of("darkstore.order.max.age.ms", Integer.toString(MAX_AGE_MILLIS)));
    Map<String, Long> told = new LinkedHashMap<>();
    Map<String, Integer> outcomes = new TreeMap<>();
    outside.read(
        event -> {
          if (!(event.getBody() instanceof OrderReceived)
              && told.put(event.getOrderId(), System.nanoTime()) == null) {
            outcomes.merge(outcome(event), 1, Integer::sum);
          }
        },
        () -> told.size() == FLOOD + IN_FLIGHT);

    assertThat(outcomes)
        .containsOnly(Map.entry("OrderPlaced", IN_FLIGHT), Map.entry("TOO_LATE", FLOOD));
    List<String> order = List.copyOf(told.keySet());
    int shedBefore = inFlight.stream().mapToInt(order::indexOf).max().orElseThrow() + 1 - IN_FLIGHT;
    long firstNanos = told.get(order.get(0));
    System.out.printf(
        "%,d orders in flight were placed within %,d ms, when %,d of the flood's %,d were shed; the rest of it took until %,d ms%n",
        IN_FLIGHT,
        inFlight.stream().mapToLong(id -> told.get(id) - firstNanos).max().orElseThrow()
            / 1_000_000,
        shedBefore,
        FLOOD,
        (told.get(order.get(order.size() - 1)) - firstNanos) / 1_000_000);
    assertThat(shedBefore).as("shed before the last order in flight was placed").isLessThan(FLOOD);
  }

  private void awaitReceived(List<String> orderIds) throws InterruptedException {
    Set<String> open = new HashSet<>(orderIds);
    outside.read(event -> open.remove(event.getOrderId()), open::isEmpty);
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
