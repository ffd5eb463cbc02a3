package dev.darkstore.protocol.coordinator;

import static dev.darkstore.protocol.coordinator.BranchStatus.ASKED;
import static dev.darkstore.protocol.coordinator.BranchStatus.ASSIGNED;
import static dev.darkstore.protocol.coordinator.BranchStatus.REFUSED;
import static dev.darkstore.protocol.coordinator.BranchStatus.RELEASED;
import static dev.darkstore.protocol.coordinator.BranchStatus.RELEASE_SENT;
import static dev.darkstore.protocol.coordinator.BranchStatus.RESERVED;
import static dev.darkstore.protocol.coordinator.Given.sends;
import static dev.darkstore.protocol.coordinator.Phase.COMMITTING;
import static dev.darkstore.protocol.coordinator.Phase.RELEASING;
import static dev.darkstore.protocol.coordinator.Phase.RESERVING;
import static dev.darkstore.protocol.coordinator.Samples.ASHA;
import static dev.darkstore.protocol.coordinator.Samples.CANCEL;
import static dev.darkstore.protocol.coordinator.Samples.DEADLINE;
import static dev.darkstore.protocol.coordinator.Samples.DELIVERY;
import static dev.darkstore.protocol.coordinator.Samples.ORDER;
import static dev.darkstore.protocol.coordinator.Samples.OUT_OF_STOCK;
import static dev.darkstore.protocol.coordinator.Samples.PLACE;
import static dev.darkstore.protocol.coordinator.Samples.RAN_OUT;
import static dev.darkstore.protocol.coordinator.Samples.RICE;
import static dev.darkstore.protocol.coordinator.Samples.STORE;
import static dev.darkstore.protocol.coordinator.Samples.assigned;
import static dev.darkstore.protocol.coordinator.Samples.expired;
import static dev.darkstore.protocol.coordinator.Samples.failed;
import static dev.darkstore.protocol.coordinator.Samples.failedForNow;
import static dev.darkstore.protocol.coordinator.Samples.refused;
import static dev.darkstore.protocol.coordinator.Samples.released;
import static dev.darkstore.protocol.coordinator.Samples.reserved;

import dev.darkstore.protocol.BranchCommand.Commit;
import dev.darkstore.protocol.BranchCommand.Release;
import dev.darkstore.protocol.BranchCommand.Settle;
import dev.darkstore.protocol.BranchEvent;
import dev.darkstore.protocol.Reason;
import dev.darkstore.protocol.Refusal;
import dev.darkstore.protocol.coordinator.OrderState.Outcome;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class CoordinatorTest {
  private static final Refusal CANCELLED =
      Refusal.of(Reason.CANCELLED, "cancelled by the customer");
  private static final Outcome PLACED =
      new Outcome.Placed(
          List.of(
              new Assignment(STORE, List.of("rice")), new Assignment(DELIVERY, List.of("Asha"))));

  private static Effect rejected(Reason reason, String detail) {
    return new Effect.PublishRejected(Refusal.of(reason, detail));
  }

  @Nested
  class Reserving {
    @Test
    void notesTheFirstReserved() {
      Given.placed()
          .when(reserved(DELIVERY))
          .thenEffects()
          .thenPhase(RESERVING, ASKED, RESERVED)
          .thenDeadline(10_000);
    }

    @Test
    void ignoresReservedTwiceFromOneBranch() {
      Given.placed(reserved(STORE)).when(reserved(STORE)).thenIgnored();
    }

    @Test
    void commitsEveryBranchOnTheLastReserved() {
      Given.placed(reserved(STORE))
          .at(3_000)
          .when(reserved(DELIVERY))
          .thenEffects(sends(STORE, new Commit(1)), sends(DELIVERY, new Commit(1)))
          .thenPhase(COMMITTING, RESERVED, RESERVED)
          .thenDeadline(8_000);
    }

    @Test
    void commitsAsLongAsTheLeaseCoversTheWholeCommitBudget() {
      Given.placed(reserved(STORE))
          .at(105_000)
          .when(reserved(DELIVERY))
          .thenPhase(COMMITTING, RESERVED, RESERVED);
    }

    @Test
    void rejectsWhenTheLeaseIsTooShortForTheCommitBudget() {
      Given.placed(reserved(STORE))
          .at(105_001)
          .when(reserved(DELIVERY))
          .thenEffects(
              rejected(
                  Reason.RESERVATION_EXPIRED,
                  "the reservations came too late to be confirmed before they run out"),
              sends(STORE, new Release(1)),
              sends(DELIVERY, new Release(1)))
          .thenPhase(RELEASING, RELEASE_SENT, RELEASE_SENT);
    }

    @Test
    void rejectsAtOnceAndReleasesWhoDidNotRefuse() {
      Given.placed()
          .at(2_000)
          .when(refused(STORE))
          .thenEffects(new Effect.PublishRejected(OUT_OF_STOCK), sends(DELIVERY, new Release(1)))
          .thenPhase(RELEASING, REFUSED, RELEASE_SENT)
          .thenDeadline(7_000);
    }

    @Test
    void isDoneWhenNobodyIsLeftToRelease() {
      Given.only(new Branch(STORE, Branch.Key.STORE_ID))
          .and(PLACE)
          .when(refused(STORE))
          .thenEffects(new Effect.PublishRejected(OUT_OF_STOCK))
          .thenClosed(new Outcome.Rejected(OUT_OF_STOCK));
    }

    @Test
    void rejectsWhenAReservationIsLost() {
      Given.placed(reserved(STORE))
          .when(expired(STORE))
          .thenEffects(
              rejected(Reason.GOODS_WRITTEN_OFF, "the reservation was lost by: store"),
              sends(STORE, new Release(1)),
              sends(DELIVERY, new Release(1)));
    }

    @Test
    void rejectsAtTheDeadlineAndReleasesAlsoWhoHasNotAnswered() {
      Given.placed(reserved(STORE))
          .deadlinePasses()
          .thenEffects(
              rejected(Reason.RESERVE_TIMED_OUT, "no answer in time from: delivery"),
              sends(STORE, new Release(1)),
              sends(DELIVERY, new Release(1)))
          .thenPhase(RELEASING, RELEASE_SENT, RELEASE_SENT);
    }

    @Test
    void rejectsWhenTheCustomerCancels() {
      Given.placed()
          .when(CANCEL)
          .thenEffects(
              new Effect.PublishRejected(CANCELLED),
              sends(STORE, new Release(1)),
              sends(DELIVERY, new Release(1)));
    }

    static final List<CoordinatorMessage> NOT_ASKED_FOR =
        List.of(
            assigned(STORE), failed(STORE), released(STORE), reserved("a branch of another order"));

    @ParameterizedTest
    @FieldSource("NOT_ASKED_FOR")
    void ignoresAnswersToWhatWasNotSent(CoordinatorMessage message) {
      Given.placed(reserved(STORE)).when(message).thenIgnored();
    }

    @Test
    void ignoresATimerThatComesTooEarly() {
      Given.placed().at(9_999).when(DEADLINE).thenIgnored();
    }
  }

  @Nested
  class Committing {
    private final Given committing = Given.placed(reserved(STORE), reserved(DELIVERY));

    @Test
    void notesTheFirstAssigned() {
      committing
          .when(assigned(DELIVERY))
          .thenEffects()
          .thenPhase(COMMITTING, RESERVED, ASSIGNED)
          .thenDeadline(5_000);
    }

    @Test
    void ignoresAssignedTwiceFromOneBranch() {
      committing.and(assigned(STORE)).when(assigned(STORE)).thenIgnored();
    }

    @Test
    void placesTheOrderWhenEveryBranchIsAssigned() {
      committing
          .and(assigned(DELIVERY))
          .when(assigned(STORE))
          .thenEffects(
              new Effect.PublishPlaced(((Outcome.Placed) PLACED).assignments()),
              new Effect.Notify(STORE, ORDER, List.of(RICE)),
              new Effect.Notify(DELIVERY, ORDER, List.of(ASHA)),
              sends(STORE, new Settle()),
              sends(DELIVERY, new Settle()))
          .thenClosed(PLACED);
    }

    @Test
    void rejectsWhatIsAssignedOnlyAfterTheLeaseHasEnded() {
      committing
          .and(assigned(DELIVERY))
          .at(120_001)
          .when(assigned(STORE))
          .thenEffects(
              rejected(
                  Reason.COMMIT_TIMED_OUT,
                  "confirmed too late: nobody waits for the order any more"),
              sends(STORE, new Release(1)),
              sends(DELIVERY, new Release(1)))
          .thenPhase(RELEASING, RELEASE_SENT, RELEASE_SENT);
    }

    @Test
    void placesUpToTheEndOfTheLease() {
      committing.and(assigned(DELIVERY)).at(120_000).when(assigned(STORE)).thenClosed(PLACED);
    }

    @Test
    void ignoresTheReplyToAnotherTransactionOfTheSameOrderId() {
      committing
          .when(
              new CoordinatorMessage.BranchReply(
                  STORE, Samples.TRANSACTION - 1, new BranchEvent.Assigned(List.of(RICE))))
          .thenIgnored();
    }

    @Test
    void shortensTheLeaseByAReplyThatLeavesLessOfTheHold() {
      Given.placed(reserved(STORE))
          .when(
              new CoordinatorMessage.BranchReply(
                  DELIVERY,
                  Samples.TRANSACTION,
                  new BranchEvent.Reserved(List.of(ASHA), 14_999, 14_999)))
          .thenEffects(
              rejected(
                  Reason.RESERVATION_EXPIRED,
                  "the reservations came too late to be confirmed before they run out"),
              sends(STORE, new Release(1)),
              sends(DELIVERY, new Release(1)));
    }

    @Test
    void waitsForTheDeadlineWhenCommitMayStillSucceed() {
      committing.when(failedForNow(STORE)).thenIgnored();
    }

    @Test
    void rejectsAtOnceAndReleasesAlsoWhatIsAssigned() {
      committing
          .and(assigned(STORE))
          .when(failed(DELIVERY))
          .thenEffects(
              new Effect.PublishRejected(RAN_OUT),
              sends(STORE, new Release(1)),
              sends(DELIVERY, new Release(1)))
          .thenPhase(RELEASING, RELEASE_SENT, RELEASE_SENT);
    }

    @Test
    void commitsAgainAtTheDeadlineWhoIsNotAssigned() {
      committing
          .and(assigned(STORE))
          .deadlinePasses()
          .thenEffects(sends(DELIVERY, new Commit(2)))
          .thenPhase(COMMITTING, ASSIGNED, RESERVED)
          .thenDeadline(10_000);
    }

    @Test
    void givesUpAfterTheAttemptsThatAreAllowed() {
      committing
          .and(assigned(STORE))
          .deadlinePasses()
          .deadlinePasses()
          .thenEffects(sends(DELIVERY, new Commit(3)))
          .deadlinePasses()
          .thenEffects(
              rejected(Reason.COMMIT_TIMED_OUT, "not confirmed in time by: delivery"),
              sends(STORE, new Release(1)),
              sends(DELIVERY, new Release(1)))
          .thenPhase(RELEASING, RELEASE_SENT, RELEASE_SENT);
    }

    @Test
    void isTooLateToCancel() {
      committing
          .when(CANCEL)
          .thenEffects(
              new Effect.PublishCancelRefused(
                  Refusal.of(
                      Reason.BEING_COMMITTED,
                      "too late to cancel: goods and agent are being assigned")))
          .thenPhase(COMMITTING, RESERVED, RESERVED);
    }

    static final List<CoordinatorMessage> WITHOUT_EFFECT =
        List.of(reserved(STORE), expired(STORE), refused(STORE), released(STORE));

    @ParameterizedTest
    @FieldSource("WITHOUT_EFFECT")
    void awaitsTheAnswerToCommitAlone(CoordinatorMessage message) {
      committing.when(message).thenIgnored();
    }

    @Test
    void ignoresATimerFromTheTimeOfReserving() {
      Given.placed(reserved(STORE))
          .at(9_000)
          .and(reserved(DELIVERY))
          .at(10_000)
          .when(DEADLINE)
          .thenIgnored();
    }
  }

  @Nested
  class Releasing {
    private final Given releasing = Given.placed(CANCEL);

    @Test
    void notesTheFirstReleased() {
      releasing.when(released(STORE)).thenEffects().thenPhase(RELEASING, RELEASED, RELEASE_SENT);
    }

    @Test
    void isDoneWhenEveryBranchHasReleased() {
      releasing
          .and(released(STORE))
          .when(released(DELIVERY))
          .thenEffects()
          .thenClosed(new Outcome.Rejected(CANCELLED));
    }

    @Test
    void doesNotWaitForABranchThatRefused() {
      Given.placed(refused(STORE))
          .when(released(DELIVERY))
          .thenClosed(new Outcome.Rejected(OUT_OF_STOCK));
    }

    @Test
    void releasesAgainAtTheDeadlineWhoHasNotAcknowledged() {
      releasing
          .and(released(STORE))
          .deadlinePasses()
          .thenEffects(sends(DELIVERY, new Release(2)))
          .thenPhase(RELEASING, RELEASED, RELEASE_SENT);
    }

    @Test
    void releasesWithoutBoundWithPausesThatGrow() {
      long[] pausesMillis = {10_000, 20_000, 40_000, 60_000, 60_000};
      for (long pauseMillis : pausesMillis) {
        long deadlineMillis = releasing.transaction().deadlineMillis();
        releasing.deadlinePasses().thenDeadline(deadlineMillis + pauseMillis);
      }
      for (int attempt = 7; attempt < 1_000; attempt++) {
        releasing
            .deadlinePasses()
            .thenEffects(sends(STORE, new Release(attempt)), sends(DELIVERY, new Release(attempt)));
      }
    }

    static final List<CoordinatorMessage> TOO_LATE =
        List.of(
            reserved(STORE),
            refused(STORE),
            expired(STORE),
            assigned(STORE),
            failed(STORE),
            failedForNow(STORE));

    @ParameterizedTest
    @FieldSource("TOO_LATE")
    void awaitsNothingButReleased(CoordinatorMessage message) {
      releasing.when(message).thenIgnored();
    }

    @Test
    void ignoresReleasedTwiceFromOneBranch() {
      releasing.and(released(STORE)).when(released(STORE)).thenIgnored();
    }

    @Test
    void saysAgainThatItIsNotPlacedWhenTheCustomerCancels() {
      releasing.when(CANCEL).thenEffects(new Effect.PublishRejected(CANCELLED));
    }
  }
}
