package dev.darkstore.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.darkstore.client.terminal.Terminal;
import dev.darkstore.local.demo.Demo;
import dev.darkstore.local.demo.DemoOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Test of the demo end to end: a broker, the three services, orders, the audit. */
@Timeout(180)
class DemoTest {

  @Test
  void printsOneJsonObjectAndNothingElse() throws IOException {
    Run run = Run.of("demo", "--orders", "40", "--seed", "3", "--rate", "40", "--json");

    assertThat(run.status()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(run.out().lines()).hasSize(1);
    JsonNode summary = new ObjectMapper().readTree(run.out());
    assertThat(summary.fieldNames())
        .toIterable()
        .containsExactly("orders", "placed", "rejected", "latencyMillis", "auditViolations");
    assertThat(summary.path("orders").asInt()).isEqualTo(40);
    assertThat(summary.path("placed").asInt()).isPositive();
    assertThat(summary.path("placed").asInt() + rejected(summary)).isEqualTo(40);
    assertThat(summary.path("latencyMillis").path("p50").asDouble()).isPositive();
    assertThat(summary.path("latencyMillis").path("p99").asDouble())
        .isGreaterThanOrEqualTo(summary.path("latencyMillis").path("p50").asDouble());
    assertThat(summary.path("auditViolations").isIntegralNumber()).isTrue();
    assertThat(summary.path("auditViolations").asInt()).isZero();
  }

  @Test
  void tellsOneOrderEventByEvent() {
    Run run = Run.of("demo", "--orders", "20");

    assertThat(run.status()).isZero();
    assertThat(run.out())
        .doesNotContain("\u001b")
        .contains("20 orders for 3 stores with 32 skus, and 12 agents in 3 zones")
        .contains("the first order is")
        .containsSubsequence(
            ", event by event: ",
            "0  orders                  PlaceOrder",
            "order-events            OrderReceived",
            "store-commands          Reserve",
            "delivery-commands       Reserve",
            "Reserved",
            "Reserved",
            "store-commands          Commit",
            "delivery-commands       Commit",
            "Assigned",
            "Assigned",
            "order-events            OrderPlaced",
            "store-notifications     PickOrder",
            "delivery-notifications  DeliverOrder",
            "agent-updates           DeliveryCompleted",
            "latency p50",
            "audit                      clean");
  }

  @Test
  void survivesAServiceThatIsStopped() {
    Run run = Run.of("demo", "--orders", "60", "--kill", "delivery");

    assertThat(run.status()).isZero();
    assertThat(run.out())
        .contains("the delivery service is stopped")
        .contains("the delivery service is back")
        .contains("RESERVE_TIMED_OUT")
        .contains("audit                      clean");
  }

  @Test
  void tidiesUpWhenItIsStopped() throws Exception {
    Set<String> before = threads();
    StringWriter out = new StringWriter();
    Demo demo =
        new Demo(DemoOptions.DEFAULTS, Terminal.plain(new PrintWriter(out)), System.nanoTime());
    demo.stop();

    assertThat(demo.run()).isEmpty();
    assertThat(out.toString()).endsWith("stopped" + System.lineSeparator());
    assertThat(threads()).isSubsetOf(before);
  }

  private static int rejected(JsonNode summary) {
    int rejected = 0;
    for (JsonNode count : summary.path("rejected")) {
      rejected += count.asInt();
    }
    return rejected;
  }

  /** Threads of Darkstore and Kafka; those of the JVM vary. */
  private static Set<String> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.contains("demo") || name.contains("kafka") || name.contains("start-"))
        .collect(Collectors.toSet());
  }
}
