package dev.darkstore.local.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.darkstore.client.log.SeenEvent;
import dev.darkstore.events.DeliverOrder;
import dev.darkstore.events.DeliveryCompleted;
import dev.darkstore.events.OrderPlaced;
import dev.darkstore.events.OrderReceived;
import dev.darkstore.events.OrderRejected;
import dev.darkstore.events.OrderRequest;
import dev.darkstore.events.PickOrder;
import dev.darkstore.events.PlaceOrder;
import dev.darkstore.events.Reason;
import dev.darkstore.events.Refusal;
import dev.darkstore.events.Release;
import dev.darkstore.events.Released;
import dev.darkstore.events.ReservationRefused;
import dev.darkstore.events.Reserve;
import dev.darkstore.schemas.Topic;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class DemoOrdersTest {
  private static final Duration AT_ONCE = Duration.ZERO;
  private static final Refusal NO_AGENT =
      new Refusal(Reason.NO_AGENT_AVAILABLE, "no agent is free", List.of());

  private final DemoOrders ledger = new DemoOrders();

  @BeforeEach
  void placeAnOrder() {
    ledger.sending(
        new OrderRequest("o-1", new PlaceOrder("customer", "store", "zone", List.of(), Map.of())));
    ledger.sentAll();
  }

  @Nested
  class Placed {

    @Test
    void isQuietOnceItIsPickedAndDelivered() throws Exception {
      see(Topic.ORDER_EVENTS, new OrderReceived());
      reserve();
      see(Topic.ORDER_EVENTS, new OrderPlaced(List.of()));
      assertThat(ledger.awaitOutcome(AT_ONCE)).isTrue();
      see(Topic.DELIVERY_NOTIFICATIONS, new DeliverOrder("store", "zone", "customer"));
      see(Topic.STORE_NOTIFICATIONS, new PickOrder(List.of()));
      assertThat(ledger.awaitQuiet(AT_ONCE)).isFalse();

      see(Topic.AGENT_UPDATES, new DeliveryCompleted("o-1"));

      assertThat(ledger.awaitQuiet(AT_ONCE)).isTrue();
      assertThat(ledger.counts()).isEqualTo(new DemoOrders.Counts(1, 1, 0, 1));
    }
  }

  @Nested
  class Rejected {

    @Test
    void isQuietOnceEveryBranchHoldsNothing() throws Exception {
      reserve();
      see(Topic.DELIVERY_EVENTS, new ReservationRefused(NO_AGENT));
      see(Topic.ORDER_EVENTS, new OrderRejected(NO_AGENT));
      see(Topic.STORE_COMMANDS, new Release(1));
      assertThat(ledger.awaitQuiet(AT_ONCE)).isFalse();

      see(Topic.STORE_EVENTS, new Released(List.of()));

      assertThat(ledger.awaitQuiet(AT_ONCE)).isTrue();
      assertThat(ledger.counts()).isEqualTo(new DemoOrders.Counts(1, 0, 1, 1));
      assertThat(ledger.histories().get(0).rejection()).hasValue(NO_AGENT);
    }

    @Test
    void isQuietAtOnceIfNothingWasAskedFor() throws Exception {
      see(Topic.ORDER_EVENTS, new OrderRejected(NO_AGENT));
      assertThat(ledger.awaitQuiet(AT_ONCE)).isTrue();
    }
  }

  @Test
  void waitsForTheAnswersToSupply() throws Exception {
    see(Topic.ORDER_EVENTS, new OrderRejected(NO_AGENT));
    ledger.seenUpdate();
    assertThat(ledger.awaitQuiet(AT_ONCE)).isFalse();

    ledger.seenAnswer();

    assertThat(ledger.awaitQuiet(AT_ONCE)).isTrue();
  }

  @Test
  void waitsForOrdersThatAreStillToCome() throws Exception {
    DemoOrders early = new DemoOrders();
    assertThat(early.awaitQuiet(AT_ONCE)).isFalse();
  }

  @Test
  void countsAnOutcomeThatIsToldAgainOnce() {
    see(Topic.ORDER_EVENTS, new OrderRejected(NO_AGENT));
    see(Topic.ORDER_EVENTS, new OrderRejected(NO_AGENT));
    assertThat(ledger.counts().rejected()).isEqualTo(1);
  }

  @Test
  void knowsNoOrderThatNobodyPlaced() {
    assertThatIllegalStateException()
        .isThrownBy(() -> ledger.seen("o-2", event(Topic.ORDER_EVENTS, new OrderReceived())))
        .withMessageContaining("o-2");
  }

  @Test
  void endsAllWaitingWhenItIsStopped() {
    ledger.requestStop();
    assertThatExceptionOfType(StoppedException.class)
        .isThrownBy(() -> ledger.awaitQuiet(Duration.ofMinutes(1)));
    assertThatExceptionOfType(StoppedException.class).isThrownBy(() -> ledger.awaitSent(2));
  }

  @Test
  void endsAllWaitingWhenSomebodyFails() {
    ledger.fail(new IllegalArgumentException("unreadable"));
    assertThatIllegalStateException()
        .isThrownBy(() -> ledger.awaitQuiet(Duration.ofMinutes(1)))
        .withMessageContaining("unreadable");
  }

  private void reserve() {
    Reserve reserve = new Reserve(10_000L, "customer", "store", "zone", List.of(), Map.of());
    see(Topic.STORE_COMMANDS, reserve);
    see(Topic.DELIVERY_COMMANDS, reserve);
  }

  private void see(Topic topic, Object body) {
    ledger.seen("o-1", event(topic, body));
  }

  private static SeenEvent event(Topic topic, Object body) {
    return new SeenEvent(topic, body, 0, System.nanoTime());
  }
}
