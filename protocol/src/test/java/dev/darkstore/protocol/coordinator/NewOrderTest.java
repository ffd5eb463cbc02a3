package dev.darkstore.protocol.coordinator;

import static dev.darkstore.protocol.coordinator.BranchStatus.ASKED;
import static dev.darkstore.protocol.coordinator.BranchStatus.RELEASE_SENT;
import static dev.darkstore.protocol.coordinator.Given.sends;
import static dev.darkstore.protocol.coordinator.Phase.RELEASING;
import static dev.darkstore.protocol.coordinator.Phase.RESERVING;
import static dev.darkstore.protocol.coordinator.Samples.CANCEL;
import static dev.darkstore.protocol.coordinator.Samples.DEADLINE;
import static dev.darkstore.protocol.coordinator.Samples.DELIVERY;
import static dev.darkstore.protocol.coordinator.Samples.ORDER;
import static dev.darkstore.protocol.coordinator.Samples.PLACE;
import static dev.darkstore.protocol.coordinator.Samples.PLACE_INVALID;
import static dev.darkstore.protocol.coordinator.Samples.STORE;
import static dev.darkstore.protocol.coordinator.Samples.assigned;
import static dev.darkstore.protocol.coordinator.Samples.placed;
import static dev.darkstore.protocol.coordinator.Samples.released;
import static dev.darkstore.protocol.coordinator.Samples.reserved;
import static org.assertj.core.api.Assertions.assertThat;

import dev.darkstore.protocol.BranchCommand.Release;
import dev.darkstore.protocol.BranchCommand.Reserve;
import dev.darkstore.protocol.Reason;
import dev.darkstore.protocol.Refusal;
import dev.darkstore.protocol.coordinator.CoordinatorMessage.PlaceInvalidOrder;
import dev.darkstore.protocol.coordinator.OrderState.Closed;
import dev.darkstore.protocol.coordinator.OrderState.Outcome;
import dev.darkstore.protocol.coordinator.OrderState.Unknown;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Messages for an order id without state. */
class NewOrderTest {
  private static Effect rejected(Reason reason, String detail) {
    return new Effect.PublishRejected(Refusal.of(reason, detail));
  }

  private static Effect deadLetter(Reason reason, String detail) {
    return new Effect.DeadLetter(reason, detail);
  }

  @Test
  void asksEveryBranchAtOnce() {
    Given.nothing()
        .at(1_000)
        .when(PLACE)
        .thenEffects(
            sends(STORE, new Reserve(ORDER, 120_000)),
            sends(DELIVERY, new Reserve(ORDER, 120_000)),
            new Effect.PublishReceived())
        .thenPhase(RESERVING, ASKED, ASKED)
        .thenDeadline(11_000);
  }

  @Test
  void takesUpAnOrderThatIsJustNotTooOld() {
    Given.nothing().when(placed(120_000)).thenPhase(RESERVING, ASKED, ASKED);
  }

  @Test
  void rejectsAnOrderThatIsTooOldAndReleasesWhatAnEarlierLifeMayHaveTaken() {
    Refusal tooLate =
        Refusal.of(Reason.TOO_LATE, "the order waited too long before it could be taken up");
    Given.nothing()
        .when(placed(120_001))
        .thenEffects(
            new Effect.PublishRejected(tooLate),
            sends(STORE, new Release(1)),
            sends(DELIVERY, new Release(1)))
        .thenPhase(RELEASING, RELEASE_SENT, RELEASE_SENT);
  }

  @Test
  void decidesNothingAboutAnOrderOlderThanOutcomesAreRemembered() {
    Given given =
        Given.nothing()
            .when(placed(86_400_000))
            .thenEffects(
                deadLetter(
                    Reason.OLDER_THAN_RETENTION,
                    "the order is older than outcomes are remembered,"
                        + " so it cannot be decided safely"),
                sends(STORE, new Release(1)),
                sends(DELIVERY, new Release(1)));
    assertThat(given.state()).isEqualTo(new Unknown());
  }

  @Test
  void keepsAndRejectsWhatBreaksTheContract() {
    Given given =
        Given.nothing()
            .when(PLACE_INVALID)
            .thenEffects(
                deadLetter(Reason.INVALID_ORDER, "quantity of rice is 0"),
                rejected(Reason.INVALID_ORDER, "quantity of rice is 0"));
    assertThat(given.state())
        .isEqualTo(
            new Closed(
                "order-1",
                "",
                new Outcome.Rejected(Refusal.of(Reason.INVALID_ORDER, "quantity of rice is 0"))));
  }

  @Test
  void onlyKeepsWhatBreaksTheContractAndIsOlderThanOutcomesAreRemembered() {
    Given.nothing()
        .when(new PlaceInvalidOrder("order-1", "no lines", 86_400_000))
        .thenEffects(deadLetter(Reason.INVALID_ORDER, "no lines"));
  }

  @Test
  void cannotCancelWhatItDoesNotKnow() {
    Given.nothing()
        .when(CANCEL)
        .thenEffects(
            new Effect.PublishCancelRefused(
                Refusal.of(Reason.UNKNOWN_ORDER, "no order is known under this id")));
  }

  static final List<CoordinatorMessage> OF_NO_CONCERN =
      List.of(reserved(STORE), assigned(STORE), released(STORE), DEADLINE);

  @ParameterizedTest
  @FieldSource("OF_NO_CONCERN")
  void ignoresWhatConcernsNoOrderInFlight(CoordinatorMessage message) {
    Given.nothing().when(message).thenIgnored();
  }
}
