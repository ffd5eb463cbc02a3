package dev.darkstore.protocol.coordinator;

import static dev.darkstore.protocol.coordinator.Samples.CANCEL;
import static dev.darkstore.protocol.coordinator.Samples.DEADLINE;
import static dev.darkstore.protocol.coordinator.Samples.DELIVERY;
import static dev.darkstore.protocol.coordinator.Samples.PLACE;
import static dev.darkstore.protocol.coordinator.Samples.PLACE_INVALID;
import static dev.darkstore.protocol.coordinator.Samples.PLACE_OTHER;
import static dev.darkstore.protocol.coordinator.Samples.STORE;
import static dev.darkstore.protocol.coordinator.Samples.assigned;
import static dev.darkstore.protocol.coordinator.Samples.placed;
import static dev.darkstore.protocol.coordinator.Samples.released;
import static dev.darkstore.protocol.coordinator.Samples.reserved;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkstore.protocol.Reason;
import dev.darkstore.protocol.Refusal;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Messages for an order id that was seen before, in every phase. */
class RepeatedOrderTest {
  private static final Refusal CANCELLED =
      Refusal.of(Reason.CANCELLED, "cancelled by the customer");
  private static final Effect RECEIVED = new Effect.PublishReceived();
  private static final Effect REJECTED = new Effect.PublishRejected(CANCELLED);
  private static final Effect PLACED =
      new Effect.PublishPlaced(
          List.of(
              new Assignment(STORE, List.of("rice")), new Assignment(DELIVERY, List.of("Asha"))));

  /** State of the order when its id is repeated, and the outcome published then. */
  private enum Standing {
    RESERVING(Given::placed, RECEIVED),
    COMMITTING(() -> Given.placed(reserved(STORE), reserved(DELIVERY)), RECEIVED),
    RELEASING(() -> Given.placed(CANCEL), REJECTED),
    PLACED_LONG_AGO(
        () ->
            Given.placed(reserved(STORE), reserved(DELIVERY), assigned(STORE), assigned(DELIVERY)),
        PLACED),
    REJECTED_LONG_AGO(() -> Given.placed(CANCEL, released(STORE), released(DELIVERY)), REJECTED);

    private final Supplier<Given> given;
    private final Effect outcomeSoFar;

    Standing(Supplier<Given> given, Effect outcomeSoFar) {
      this.given = given;
      this.outcomeSoFar = outcomeSoFar;
    }
  }

  @ParameterizedTest
  @EnumSource
  void tellsTheOutcomeSoFarAndDoesNothingTwice(Standing standing) {
    Given given = standing.given.get();
    OrderState before = given.state();

    given.when(PLACE).thenEffects(standing.outcomeSoFar);

    assertThat(given.state()).isSameAs(before);
  }

  @ParameterizedTest
  @EnumSource
  void tellsTheOutcomeSoFarHoweverOldTheRepeatIs(Standing standing) {
    standing.given.get().when(placed(86_400_000)).thenEffects(standing.outcomeSoFar);
  }

  @ParameterizedTest
  @EnumSource
  void leavesTheFirstOrderUndisturbedByAnotherUnderItsId(Standing standing) {
    Given given = standing.given.get();
    OrderState before = given.state();

    given
        .when(PLACE_OTHER)
        .thenEffects(
            new Effect.DeadLetter(
                Reason.ORDER_ID_REUSED, "another order was placed under this id before"));

    assertThat(given.state()).isSameAs(before);
  }

  @ParameterizedTest
  @EnumSource
  void leavesTheFirstOrderUndisturbedByAnInvalidOneUnderItsId(Standing standing) {
    Given given = standing.given.get();
    OrderState before = given.state();

    given
        .when(PLACE_INVALID)
        .thenEffects(new Effect.DeadLetter(Reason.INVALID_ORDER, "quantity of rice is 0"));

    assertThat(given.state()).isSameAs(before);
  }

  @Test
  void takesAValidOrderAfterAnInvalidOneForAnother() {
    Given.nothing()
        .and(PLACE_INVALID)
        .when(PLACE)
        .thenEffects(
            new Effect.DeadLetter(
                Reason.ORDER_ID_REUSED, "another order was placed under this id before"));
  }

  @Nested
  class Closed {
    @Test
    void isTooLateToCancelWhenPlaced() {
      Standing.PLACED_LONG_AGO
          .given
          .get()
          .when(CANCEL)
          .thenEffects(
              new Effect.PublishCancelRefused(
                  Refusal.of(Reason.ALREADY_PLACED, "too late to cancel: the order is placed")));
    }

    @Test
    void saysAgainThatItIsNotPlacedWhenCancelled() {
      Standing.REJECTED_LONG_AGO.given.get().when(CANCEL).thenEffects(REJECTED);
    }

    @ParameterizedTest
    @EnumSource(names = {"PLACED_LONG_AGO", "REJECTED_LONG_AGO"})
    void ignoresWhatComesLate(Standing standing) {
      for (CoordinatorMessage late :
          List.of(reserved(STORE), assigned(STORE), released(STORE), DEADLINE)) {
        standing.given.get().when(late).thenIgnored();
      }
    }
  }

  @Nested
  class Misuse {
    @Test
    void needsABranch() {
      assertThatThrownBy(() -> new Coordinator(List.of(), CoordinatorTiming.DEFAULTS))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("at least one branch");
    }

    @Test
    void needsDurationsThatWorkTogether() {
      CoordinatorTiming holdTooShort =
          new CoordinatorTiming(1, 10_000, 3, 5_000, 5_000, 5_000, 60_000, 120_000, 86_400_000);

      assertThatThrownBy(() -> new Coordinator(Samples.BRANCHES, holdTooShort))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("hold (1 ms) >= ");
    }

    @Test
    void stopsAtAnOrderInFlightWithABranchThatItDoesNotKnow() {
      OrderState withTwoBranches = Given.placed().state();
      Coordinator ofOneBranch =
          new Coordinator(
              List.of(new Branch(STORE, Branch.Key.STORE_ID)), CoordinatorTiming.DEFAULTS);

      assertThatThrownBy(() -> ofOneBranch.decide(withTwoBranches, CANCEL, 0))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("'delivery'")
          .hasMessageContaining("[store]");
    }
  }
}
