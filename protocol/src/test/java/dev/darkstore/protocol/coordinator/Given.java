package dev.darkstore.protocol.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkstore.protocol.BranchCommand;
import dev.darkstore.protocol.coordinator.OrderState.Closed;
import dev.darkstore.protocol.coordinator.OrderState.Transaction;
import dev.darkstore.protocol.coordinator.OrderState.Unknown;
import java.util.Arrays;
import java.util.List;

/** Scenario of an order: given past messages, when a message arrives, then these effects follow. */
final class Given {
  private final Coordinator coordinator;
  private OrderState state = new Unknown();
  private long nowMillis;
  private Decision decision;

  private Given(Coordinator coordinator) {
    this.coordinator = coordinator;
  }

  static Given nothing() {
    return new Given(new Coordinator(Samples.BRANCHES, CoordinatorTiming.DEFAULTS));
  }

  static Given only(Branch branch) {
    return new Given(new Coordinator(List.of(branch), CoordinatorTiming.DEFAULTS));
  }

  /** Returns an order that was placed at 0, followed by these messages. */
  static Given placed(CoordinatorMessage... past) {
    return nothing().and(Samples.PLACE).and(past);
  }

  Given and(CoordinatorMessage... past) {
    for (CoordinatorMessage message : past) {
      when(message);
    }
    return this;
  }

  Given at(long millis) {
    nowMillis = millis;
    return this;
  }

  /** Advances the clock to the deadline and reports it. */
  Given deadlinePasses() {
    nowMillis = transaction().deadlineMillis();
    return when(Samples.DEADLINE);
  }

  Given when(CoordinatorMessage message) {
    decision = coordinator.decide(state, message, nowMillis);
    state = decision.next();
    return this;
  }

  Given thenEffects(Effect... effects) {
    assertThat(decision.effects()).containsExactly(effects);
    return this;
  }

  /** Expects no effect and no change. */
  void thenIgnored() {
    assertThat(decision.effects()).hasSize(1).first().isInstanceOf(Effect.Ignore.class);
  }

  Given thenPhase(Phase phase, BranchStatus... branches) {
    assertThat(transaction().phase()).isEqualTo(phase);
    assertThat(transaction().branches())
        .extracting(BranchProgress::status)
        .isEqualTo(Arrays.asList(branches));
    return this;
  }

  Given thenDeadline(long millis) {
    assertThat(transaction().deadlineMillis()).isEqualTo(millis);
    return this;
  }

  void thenClosed(OrderState.Outcome outcome) {
    assertThat(state)
        .isEqualTo(new Closed(Samples.ORDER.orderId(), Samples.ORDER.fingerprint(), outcome));
  }

  List<Effect> effects() {
    return decision.effects();
  }

  long nowMillis() {
    return nowMillis;
  }

  OrderState state() {
    return state;
  }

  Transaction transaction() {
    assertThat(state).isInstanceOf(Transaction.class);
    return (Transaction) state;
  }

  static Effect sends(String branch, BranchCommand command) {
    return new Effect.Send(
        branch,
        branch.equals(Samples.STORE) ? "store-1" : "zone-1",
        Samples.TRANSACTION_ID,
        command);
  }
}
