package dev.darkstore.audit.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.darkstore.audit.AuditOptions;
import dev.darkstore.audit.HonestLog;
import dev.darkstore.audit.Verdicts;
import dev.darkstore.events.Reason;
import dev.darkstore.schemas.BranchName;
import java.util.List;
import org.junit.jupiter.api.Test;

class AuditReportTest {
  private final HonestLog world = new HonestLog();

  AuditReportTest() {
    world.receive("milk", 10);
    world.online("ann");
    world.begin("o-1", "milk", 2, "ann");
    world.rejected("o-1", Reason.COMMIT_TIMED_OUT);
    world.release(BranchName.DELIVERY, "o-1");
  }

  @Test
  void isATableThatAPersonCanRead() {
    assertThat(report().toText())
        .isEqualTo(
            """
            records read           10
            orders                 1
              placed               0
              rejected             1 (COMMIT_TIMED_OUT 1)
              no outcome yet       0
            notifications          0 to stores, 0 to agents
            dead letters           0
            skus and agents        2
            reservations expired   0

            ONE_OUTCOME            holds
            ATOMICITY              holds
            STOCK                  holds
            AGENTS                 holds
            CAUSE                  holds
            SILENCE                holds
            NO_LEAK                BROKEN, once
            EXPIRY                 holds
            NOTHING_LOST           holds
            FENCE                  holds
            WRITER                 holds
            READABLE               holds

            NO_LEAK  order o-1: the store branch is still reserved, and the hold is over

            order o-1
                     +0 ms  2023-11-14T22:13:20.000Z  orders-0                        0  \
            PlaceOrder 2 x milk, store store-1, zone zone-1
                     +5 ms  2023-11-14T22:13:20.005Z  order-events-0                  0  \
            OrderReceived
                    +10 ms  2023-11-14T22:13:20.010Z  store-events-0                  0  \
            Reserved 2 x milk (change 1, 8 left) until 2023-11-14T22:15:20.010Z
                    +11 ms  2023-11-14T22:13:20.011Z  delivery-events-0               0  \
            Reserved 1 x ann (change 1, 0 left) until 2023-11-14T22:15:20.011Z
                    +11 ms  2023-11-14T22:13:20.011Z  delivery-events-0               1  \
            Released returns 1 x ann (change 2, 1 left)
                    +11 ms  2023-11-14T22:13:20.011Z  order-events-0                  1  \
            OrderRejected COMMIT_TIMED_OUT: because
            """);
  }

  @Test
  void isJsonThatAProgramCanRead() throws JsonProcessingException {
    JsonNode json = new ObjectMapper().readTree(report().toJson());

    assertThat(json.get("clean").booleanValue()).isFalse();
    assertThat(json.at("/counts/rejected/COMMIT_TIMED_OUT").longValue()).isEqualTo(1);
    assertThat(json.at("/violationCounts/NO_LEAK").longValue()).isEqualTo(1);
    assertThat(json.at("/violations/0/orderId").textValue()).isEqualTo("o-1");
    assertThat(json.at("/timelines/0/entries/2/topic").textValue()).isEqualTo("store-events");
  }

  @Test
  void countsWhatItDoesNotKeep() {
    for (int i = 0; i < 10; i++) {
      world.place("lost-" + i, "milk", 1);
    }
    AuditOptions few = AuditOptions.DEFAULTS.withViolationsMax(3);

    AuditReport report = Verdicts.audit(world.log.asWritten(), few);

    assertThat(report.violations()).hasSize(3);
    assertThat(report.violationTotal()).isEqualTo(21);
    assertThat(report.toText()).contains("… and 18 more");
  }

  private AuditReport report() {
    Timelines timelines = new Timelines(List.of("o-1"));
    world.log.records().forEach(timelines::accept);
    return Verdicts.audit(world.log.asWritten(), AuditOptions.DEFAULTS).with(timelines.toList());
  }
}
