package dev.darkstore.console.view;

import static dev.darkstore.console.view.Topics.agent;
import static dev.darkstore.console.view.Topics.goods;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.darkstore.client.log.LogEntry;
import dev.darkstore.events.Reason;
import dev.darkstore.schemas.DeadLetterReason;
import dev.darkstore.schemas.Topic;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
      assertThat(branch("o-1", "delivery").path("releases").asInt()).isEqualTo(2);
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
      JsonNode hold = branch("o-1", "store").path("hold");
      assertThat(hold.path("from").asLong()).isEqualTo(from);
      assertThat(hold.path("expires").asLong()).isEqualTo(from + 10_000);
      assertThat(hold.has("until")).isFalse();
      topics.after(3_000).storeReleased("o-1", goods(2, 2, 0, 10));
      hold = branch("o-1", "store").path("hold");
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
      topics.reserve("o-1").deliveryReserved("o-1", agent("a-7", 1, 0, 0));
      topics.received("o-2").rejected("o-2", Reason.OUT_OF_STOCK, "too little");
      assertThat(found("text", "CARLA")).containsExactly("o-2");
      assertThat(found("text", "z-2")).containsExactly("o-2");
      assertThat(found("text", "bread")).containsExactly("o-2");
      assertThat(found("text", "out_of")).containsExactly("o-2");
      assertThat(found("text", "a-7")).containsExactly("o-1");
      assertThat(found("text", "o-")).containsExactly("o-1", "o-2");
      assertThat(found("text", "nothing")).isEmpty();
    }

    @Test
    void areFoundIfTheyMentionEveryWord() {
      topics.order("o-1", "carla", "s-2", "z-2", "bread").order("o-2", "carla", "s-3", "z-2", "x");
      assertThat(found("text", " s-3  carla ")).containsExactly("o-2");
    }

    @Test
    void areFoundByPhase() {
      topics.order("o-1").order("o-2").received("o-2").reserve("o-2");
      assertThat(found("phase", "SENT")).containsExactly("o-1");
      assertThat(found("phase", "RESERVING")).containsExactly("o-2");
      assertThat(found("phase", "RESERVING", "text", "o-1")).isEmpty();
    }

    @Test
    void areFoundByTime() {
      topics.after(-topics.nowMillis());
      topics.order("o-1").after(90_000).order("o-2").after(30_000).order("o-3").after(20_000);
      assertThat(found("age", "1")).containsExactly("o-3", "o-2");
      assertThat(found("from", "1970-01-01T00:01:30Z")).containsExactly("o-3", "o-2");
      assertThat(found("to", "1970-01-01T00:01:30Z")).containsExactly("o-2", "o-1");
      assertThat(found("from", "1970-01-01T00:01:00Z", "to", "1970-01-01T00:01:59Z"))
          .containsExactly("o-2");
    }

    @Test
    void stayOnTheirPagesWhileOthersComeIn() {
      for (int i = 0; i < 120; i++) {
        // Three orders at each time: those of equal time are sorted by id.
        topics.order("o-%03d".formatted(i)).after(i % 3 == 2 ? 1 : 0);
      }
      JsonNode page = search();
      assertThat(page.path("total").asInt()).isEqualTo(120);
      assertThat(page.has("newer")).isFalse();
      List<String> seen = new ArrayList<>(ids(page));
      topics.order("late-1").after(1).order("late-2");
      while (page.has("older")) {
        String place = page.path("older").asText();
        page = search("after", place);
        seen.addAll(ids(page));
      }
      assertThat(seen).hasSize(120).doesNotHaveDuplicates().doesNotContain("late-1", "late-2");
      assertThat(seen).startsWith("o-117", "o-118", "o-119", "o-114").endsWith("o-002");
      assertThat(page.path("from").asInt()).isEqualTo(102);

      while (page.has("newer")) {
        page = search("after", page.path("newer").asText());
      }
      assertThat(ids(page)).startsWith("late-2", "late-1", "o-117");
    }

    @Test
    void areNotSearchedByWhatIsNoCondition() {
      assertThatThrownBy(() -> search("phase", "GONE"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "phase is \"GONE\"; it must be one of SENT, RESERVING, COMMITTING, PLACED,"
                  + " RELEASING, REJECTED, DEAD_LETTER");
      assertThatThrownBy(() -> search("age", "0"))
          .hasMessage("age is \"0\"; it must be 1 to 10,080 minutes");
      assertThatThrownBy(() -> search("age", "a day"))
          .hasMessage("age is \"a day\"; it must be 1 to 10,080 minutes");
      assertThatThrownBy(() -> search("from", "yesterday"))
          .hasMessage("the time is \"yesterday\"; it must be in UTC, such as 2026-11-28T01:30:00Z");
      assertThatThrownBy(() -> search("after", "o-1")).hasMessageContaining("after is \"o-1\"");
      assertThatThrownBy(() -> search("text", "x".repeat(101)))
          .hasMessage("the text has more than 100 characters");
    }

    @Test
    void thatAreNotFoundLeaveTheReason() {
      topics.order("o-1");
      JsonNode found = search("text", "o-2");
      assertThat(found.path("total").asInt()).isZero();
      assertThat(found.path("kept").asInt()).isEqualTo(1);
      assertThat(found.path("left").asInt()).isZero();
    }

    private JsonNode search(String... namesAndValues) {
      Map<String, String> parameters = new HashMap<>();
      for (int i = 0; i < namesAndValues.length; i += 2) {
        parameters.put(namesAndValues[i], namesAndValues[i + 1]);
      }
      return topics.projection().search(OrderQuery.of(parameters::get, topics.nowMillis()));
    }

    private List<String> found(String... namesAndValues) {
      return ids(search(namesAndValues));
    }

    private List<String> ids(JsonNode page) {
      return page.path("orders").findValuesAsText("id");
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
  void aDeadLetterIsSentAgain() {
    topics.letter(DeadLetterReason.UNKNOWN_AGENT, "?", Topic.AGENT_UPDATES, "z-1");
    topics.letter(DeadLetterReason.UNKNOWN_AGENT, "?", Topic.AGENT_UPDATES, "z-1");
    topics.resent(0, Topic.AGENT_UPDATES, 7);
    JsonNode letters = topics.told(Section.LETTERS);
    assertThat(letters.path("count").asInt()).isEqualTo(2);
    assertThat(letters.at("/latest/1/resentAs").asText()).isEqualTo("agent-updates-0@7");
    assertThat(letters.at("/latest/0/resentAs").asText()).isEmpty();
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

  private JsonNode branch(String orderId, String name) {
    for (JsonNode branch : order(orderId).path("branches")) {
      if (branch.path("name").asText().equals(name)) {
        return branch;
      }
    }
    throw new AssertionError("order " + orderId + " has no branch " + name);
  }

  private String phase(String orderId) {
    return order(orderId).path("phase").asText();
  }

  private int inFlight(String phase) {
    return topics.told(Section.SUMMARY).path("inFlight").path(phase).asInt();
  }
}
