package dev.darkstore.console.view;

import static dev.darkstore.console.view.Topics.agent;
import static dev.darkstore.console.view.Topics.goods;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.darkstore.client.log.LogEntry;
import dev.darkstore.events.Reason;
import dev.darkstore.schemas.DeadLetterReason;
import dev.darkstore.schemas.Topic;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ProjectionTest {
  private final Topics topics = new Topics();

  @Nested
  class AnOrder {
    @Test
    void movesThroughItsPhases() {
      topics.order("o-1");
      assertThat(phase("o-1")).isEqualTo("SENT");
      topics.received("o-1").reserve("o-1");
      assertThat(phase("o-1")).isEqualTo("RESERVING");
      topics.storeReserved("o-1", goods(2, 1, 0, 8)).deliveryReserved("o-1", agent("a-1", 1, 0, 0));
      assertThat(phase("o-1")).isEqualTo("RESERVING");
      topics.commit("o-1", 1);
      assertThat(phase("o-1")).isEqualTo("COMMITTING");
      assertThat(inFlight("COMMITTING")).isEqualTo(1);
      topics
          .storeAssigned("o-1", goods(2, 1, 0, 8))
          .deliveryAssigned("o-1", agent("a-1", 1, 0, 0))
          .placed("o-1");
      assertThat(phase("o-1")).isEqualTo("PLACED");
      assertThat(inFlight("COMMITTING")).isZero();
      assertThat(topics.told(Section.SUMMARY).path("placed").asInt()).isEqualTo(1);
    }

    @Test
    void isReleasingUntilEveryBranchThatWasAskedHasAnswered() {
      topics.order("o-1").received("o-1").reserve("o-1");
      topics.rejected("o-1", Reason.RESERVE_TIMED_OUT, "delivery did not answer").release("o-1", 1);
      topics.storeReleased("o-1");
      assertThat(phase("o-1")).isEqualTo("RELEASING");
      topics.release("o-1", 2);
      assertThat(order("o-1").path("deliveryBranch").path("releases").asInt()).isEqualTo(2);
      topics.deliveryReleased("o-1");
      assertThat(phase("o-1")).isEqualTo("REJECTED");
      assertThat(topics.told(Section.SUMMARY).path("reasons").path("RESERVE_TIMED_OUT").asInt())
          .isEqualTo(1);
    }

    @Test
    void isTheSameWhateverTheOrderInWhichPartitionsAreRead() {
      topics.placedOrder("o-1", goods(2, 1, 0, 8), agent("a-1", 1, 0, 0));
      topics.order("o-2").received("o-2").reserve("o-2").after(5);
      topics.rejected("o-2", Reason.CANCELLED, "cancelled").release("o-2", 1).after(5);
      topics.storeReleased("o-2").deliveryReleased("o-2");
      JsonNode first = order("o-1").path("marks");
      JsonNode second = order("o-2").path("marks");
      for (int seed = 0; seed < 50; seed++) {
        Projection projection = new Projection(true);
        projection.accept(interleaved(new Random(seed)), topics.nowMillis());
        assertThat(projection.order("o-1").orElseThrow().path("phase").asText())
            .as("seed %d", seed)
            .isEqualTo("PLACED");
        assertThat(projection.order("o-1").orElseThrow().path("marks")).isEqualTo(first);
        assertThat(projection.order("o-2").orElseThrow().path("phase").asText())
            .as("seed %d", seed)
            .isEqualTo("REJECTED");
        assertThat(projection.order("o-2").orElseThrow().path("marks")).isEqualTo(second);
        JsonNode summary = projection.toJson(Section.SUMMARY, topics.nowMillis());
        summary.path("inFlight").forEach(number -> assertThat(number.asInt()).isZero());
        assertThat(summary.path("placed").asInt()).isEqualTo(1);
        assertThat(summary.path("rejected").asInt()).isEqualTo(1);
        assertThat(summary.path("kept").asInt()).isEqualTo(2);
      }
    }

    /** Returns the records with each partition in order, but partitions interleaved. */
    private List<LogEntry> interleaved(Random random) {
      List<LogEntry> left = new ArrayList<>(topics.written());
      List<Topic> turns = new ArrayList<>(left.stream().map(LogEntry::topic).toList());
      Collections.shuffle(turns, random);
      List<LogEntry> read = new ArrayList<>();
      for (Topic turn : turns) {
        LogEntry next =
            left.stream().filter(entry -> entry.topic() == turn).findFirst().orElseThrow();
        left.remove(next);
        read.add(next);
      }
      return read;
    }

    @Test
    void keepsItsTimerUntilItEnds() {
      topics.order("o-1").reserve("o-1").storeReserved("o-1", goods(2, 1, 0, 8));
      long from = topics.nowMillis();
      JsonNode hold = order("o-1").path("storeBranch").path("hold");
      assertThat(hold.path("from").asLong()).isEqualTo(from);
      assertThat(hold.path("expires").asLong()).isEqualTo(from + 10_000);
      assertThat(hold.has("until")).isFalse();
      topics.after(3_000).storeReleased("o-1", goods(2, 2, 0, 10));
      hold = order("o-1").path("storeBranch").path("hold");
      assertThat(hold.path("until").asLong()).isEqualTo(from + 3_000);
      assertThat(hold.path("end").asText()).isEqualTo("Released");
    }

    @Test
    void repeatedForeverKeepsABoundedNumberOfMarks() {
      topics.order("o-1").reserve("o-1");
      for (int attempt = 1; attempt <= 400; attempt++) {
        topics.release("o-1", attempt);
      }
      assertThat(order("o-1").path("marks")).hasSize(OrderLife.MARKS_MAX);
      assertThat(order("o-1").path("omitted").asInt()).isEqualTo(803 - OrderLife.MARKS_MAX);
    }

    @Test
    void withHugeFieldsIsKeptShort() {
      String huge = "<script>".repeat(1_000);
      topics.order("o-1", huge, huge, huge, huge);
      JsonNode order = order("o-1");
      assertThat(order.path("customer").asText()).hasSize(128).startsWith("<script>");
      assertThat(order.path("lines").asText().length()).isLessThanOrEqualTo(200);
    }
  }

  @Nested
  class ManyOrders {
    @Test
    void leaveWhenTheyAreOverAndNewOnesStay() {
      Projection projection = new Projection(true);
      int orders = 3 * Orders.OVER_MAX;
      for (int i = 0; i < orders; i++) {
        Topics one = new Topics();
        one.placedOrder("o-" + i, goods(2, i + 1L, 0, 5), agent("a-1", i + 1L, 0, 0));
        projection.accept(one.written(), one.nowMillis());
      }
      JsonNode summary = projection.toJson(Section.SUMMARY, topics.nowMillis());
      assertThat(summary.path("placed").asInt()).isEqualTo(orders);
      assertThat(summary.path("kept").asInt()).isEqualTo(Orders.OVER_MAX);
      assertThat(summary.path("left").asInt()).isEqualTo(orders - Orders.OVER_MAX);
      assertThat(projection.order("o-0")).isEmpty();
      assertThat(projection.version("o-0")).isEqualTo(-1);
      assertThat(projection.order("o-" + (orders - 1))).isPresent();
    }

    @Test
    void thatHaveLeftDoNotComeBackWithALateEvent() {
      topics.placedOrder("first", goods(2, 1, 0, 8), agent("a-1", 1, 0, 0));
      Projection projection = topics.projection();
      for (int i = 0; i < Orders.OVER_MAX; i++) {
        Topics one = new Topics();
        one.placedOrder("o-" + i, goods(2, i + 2L, 0, 5), agent("a-1", i + 2L, 0, 0));
        projection.accept(one.written(), one.nowMillis());
      }
      assertThat(projection.order("first")).isEmpty();
      Topics late = new Topics().reserve("first").completed("a-1", "first", 1);
      projection.accept(late.written(), late.nowMillis());
      assertThat(projection.order("first")).isEmpty();
      JsonNode summary = projection.toJson(Section.SUMMARY, topics.nowMillis());
      assertThat(summary.path("inFlight").path("RESERVING").asInt()).isZero();
    }

    @Test
    void inFlightOutliveThoseThatAreOver() {
      topics.order("stuck").received("stuck").reserve("stuck");
      Projection projection = topics.projection();
      for (int i = 0; i < Orders.OVER_MAX + 10; i++) {
        Topics one = new Topics();
        one.placedOrder("o-" + i, goods(2, i + 1L, 0, 5), agent("a-1", i + 1L, 0, 0));
        projection.accept(one.written(), one.nowMillis());
      }
      assertThat(projection.order("stuck")).isPresent();
    }

    @Test
    void areFoundByWhatTheyMention() {
      topics.order("o-1").order("o-2", "carla", "s-2", "z-2", "bread");
      JsonNode found = topics.projection().search("CARLA").path("orders");
      assertThat(found).hasSize(1);
      assertThat(found.path(0).path("id").asText()).isEqualTo("o-2");
      assertThat(topics.projection().search("bread").path("orders")).hasSize(1);
      assertThat(topics.projection().search("nothing").path("orders")).isEmpty();
    }
  }

  @Nested
  class AStore {
    @Test
    void showsWhatIsAvailableReservedAndAssigned() {
      topics.stock(10, 10, 0);
      assertThat(sku()).containsExactly(10, 0, 0);
      topics.order("o-1").reserve("o-1").storeReserved("o-1", goods(2, 1, 0, 8));
      assertThat(sku()).containsExactly(8, 2, 0);
      topics.storeAssigned("o-1", goods(2, 1, 0, 8)).placed("o-1");
      assertThat(sku()).containsExactly(8, 0, 2);
      topics.stock(5, 13, 1);
      assertThat(sku()).containsExactly(13, 0, 2);
      topics.order("o-2").reserve("o-2").storeReserved("o-2", goods(2, 2, 1, 11));
      assertThat(sku()).containsExactly(11, 2, 2);
    }

    @Test
    void showsWhatTheStoreAnsweredAndNotWhatWasAskedFor() {
      topics.stock(10, 7, 4);
      assertThat(sku()).containsExactly(7, 0, 0);
    }

    @Test
    void doesNotClaimToKnowWhatHappenedBeforeTheWindow() {
      topics.stock(10, 10, 0);
      JsonNode store =
          topics.projection(false).toJson(Section.STOCK, topics.nowMillis()).path("stores").path(0);
      assertThat(store.path("skus").path(0).has("assigned")).isFalse();
    }

    @Test
    void countsOnceWhatIsReadTwice() {
      topics.stock(10, 10, 0).order("o-1").reserve("o-1");
      topics.storeReserved("o-1", goods(2, 1, 0, 8)).storeAssigned("o-1", goods(2, 1, 0, 8));
      Projection projection = topics.projection();
      projection.accept(topics.written(), topics.nowMillis());
      JsonNode stock = projection.toJson(Section.STOCK, topics.nowMillis());
      assertThat(stock.at("/stores/0/skus/0/available").asInt()).isEqualTo(8);
      assertThat(stock.at("/stores/0/skus/0/assigned").asInt()).isEqualTo(2);
    }

    private List<Integer> sku() {
      JsonNode sku = topics.told(Section.STOCK).at("/stores/0/skus/0");
      return List.of(
          sku.path("available").asInt(),
          sku.path("reserved").asInt(),
          sku.path("assigned").asInt());
    }
  }

  @Nested
  class AnAgent {
    @Test
    void isFreeHeldAssignedAndFreeAgain() {
      topics.online("a-1", 0);
      assertThat(state("a-1")).isEqualTo("FREE");
      topics.order("o-1").reserve("o-1").deliveryReserved("o-1", agent("a-1", 1, 0, 0));
      assertThat(state("a-1")).isEqualTo("HELD o-1");
      topics.deliveryAssigned("o-1", agent("a-1", 1, 0, 0));
      assertThat(state("a-1")).isEqualTo("ASSIGNED o-1");
      topics.completed("a-1", "o-1", 1);
      assertThat(state("a-1")).isEqualTo("FREE");
      topics.offline("a-1", 1);
      assertThat(state("a-1")).isEqualTo("OFFLINE");
    }

    @Test
    void isReplacedByAnotherWhenOfflineWhileHeld() {
      topics.online("a-1", 0).online("a-2", 0).order("o-1").reserve("o-1");
      topics.deliveryReserved("o-1", agent("a-1", 1, 0, 0)).offline("a-1", 1);
      topics.deliveryReserved("o-1", agent("a-2", 1, 1, 0));
      assertThat(state("a-1")).isEqualTo("OFFLINE");
      assertThat(state("a-2")).isEqualTo("HELD o-1");
    }

    @Test
    void isFreeIfTheCompletionWasReadBeforeTheAssignment() {
      topics.online("a-1", 0).completed("a-1", "o-1", 1).order("o-1").reserve("o-1");
      topics.deliveryReserved("o-1", agent("a-1", 1, 0, 0));
      topics.deliveryAssigned("o-1", agent("a-1", 1, 0, 0));
      assertThat(state("a-1")).isEqualTo("FREE");
    }

    private String state(String agentId) {
      for (JsonNode agent : topics.told(Section.AGENTS).at("/zones/0/agents")) {
        if (agent.path("id").asText().equals(agentId)) {
          return (agent.path("state").asText() + ' ' + agent.path("order").asText()).strip();
        }
      }
      throw new AssertionError("no agent " + agentId);
    }
  }

  @Nested
  class TheRhythm {
    @Test
    void tellsOrdersAndLatencyBySlot() {
      topics.placedOrder("o-1", goods(2, 1, 0, 8), agent("a-1", 1, 0, 0));
      topics.after(2L * Throughput.SLOT_MILLIS);
      JsonNode throughput = topics.told(Section.THROUGHPUT);
      assertThat(sum(throughput.path("sent"))).isEqualTo(1);
      assertThat(sum(throughput.path("placed"))).isEqualTo(1);
      assertThat(sum(throughput.path("rejected"))).isZero();
      assertThat(sum(throughput.path("p50"))).isEqualTo(40);
    }

    @Test
    void isNotLedAstrayByAClockThatIsAhead() {
      topics.order("o-1").after(1_000_000).received("o-1").rejected("o-1", Reason.OTHER, "?");
      Projection projection = new Projection(true);
      projection.accept(topics.written(), topics.nowMillis() - 1_000_000);
      JsonNode throughput =
          projection.toJson(
              Section.THROUGHPUT, topics.nowMillis() - 1_000_000 + 2L * Throughput.SLOT_MILLIS);
      assertThat(sum(throughput.path("sent"))).isEqualTo(1);
    }

    @Test
    void countsARepeatedOrderOnce() {
      topics.order("o-1").after(50).order("o-1");
      topics.after(2L * Throughput.SLOT_MILLIS);

      assertThat(sum(topics.told(Section.THROUGHPUT).path("sent"))).isEqualTo(1);
    }

    private int sum(JsonNode numbers) {
      int sum = 0;
      for (JsonNode number : numbers) {
        sum += number.asInt();
      }
      return sum;
    }
  }

  @Test
  void deadLettersSayWhyAndFromWhere() {
    topics.order("o-1").letter(DeadLetterReason.INVALID, "<b>bad</b>", Topic.ORDERS, "o-1");
    JsonNode letters = topics.told(Section.LETTERS);
    assertThat(letters.path("count").asInt()).isEqualTo(1);
    assertThat(letters.at("/latest/0/reason").asText()).isEqualTo("INVALID");
    assertThat(letters.at("/latest/0/detail").asText()).isEqualTo("<b>bad</b>");
    assertThat(letters.at("/latest/0/source").asText()).isEqualTo("orders-0@0");
    assertThat(letters.at("/latest/0/order").asText()).isEqualTo("o-1");
  }

  @Test
  void anOrderThatNobodyCanTakeUpIsADeadLetter() {
    String id = "<script>";
    topics.order(id).letter(DeadLetterReason.INVALID, "orderId is bad", Topic.ORDERS, id);
    assertThat(phase(id)).isEqualTo("DEAD_LETTER");
    assertThat(order(id).path("detail").asText()).isEqualTo("orderId is bad");
    assertThat(order(id).path("marks")).hasSize(2);
    assertThat(inFlight("SENT")).isZero();
  }

  @Test
  void anOrderIdThatIsUsedAgainDoesNotDisturbTheFirst() {
    topics.order("o-1").received("o-1").order("o-1", "c-2", "s-2", "z-2", "bread");
    topics.letter(DeadLetterReason.ORDER_ID_REUSED, "used before", Topic.ORDERS, "o-1");
    assertThat(phase("o-1")).isEqualTo("RESERVING");
    assertThat(order("o-1").path("customer").asText()).isEqualTo("c-1");
  }

  private JsonNode order(String orderId) {
    return topics.projection().order(orderId).orElseThrow();
  }

  private String phase(String orderId) {
    return order(orderId).path("phase").asText();
  }

  private int inFlight(String phase) {
    return topics.told(Section.SUMMARY).path("inFlight").path(phase).asInt();
  }
}
