package dev.darkstore.protocol.participant;

import static dev.darkstore.protocol.participant.Locker.BACK;
import static dev.darkstore.protocol.participant.Locker.IN_USE;
import static dev.darkstore.protocol.participant.Locker.TAKEN;
import static dev.darkstore.protocol.participant.ReservationStatus.ASSIGNED;
import static dev.darkstore.protocol.participant.ReservationStatus.EXPIRED;
import static dev.darkstore.protocol.participant.ReservationStatus.REFUSED;
import static dev.darkstore.protocol.participant.ReservationStatus.RELEASED;
import static dev.darkstore.protocol.participant.ReservationStatus.RESERVED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkstore.protocol.BranchCommand;
import dev.darkstore.protocol.BranchEvent;
import dev.darkstore.protocol.HeldUnit;
import dev.darkstore.protocol.Order;
import dev.darkstore.protocol.OrderLine;
import dev.darkstore.protocol.Reason;
import dev.darkstore.protocol.Refusal;
import dev.darkstore.protocol.participant.SupplyDecision.ReservationChange;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ParticipantTest {
  private static final long TIMER = 120_500;
  private static final Order ORDER =
      new Order("order-1", "customer-1", "store-1", "zone-1", List.of(new OrderLine("box", 1)));
  private static final BranchCommand RESERVE = new BranchCommand.Reserve(ORDER, 120_000);
  private static final BranchCommand COMMIT = new BranchCommand.Commit(1);
  private static final BranchCommand RELEASE = new BranchCommand.Release(1);
  private static final BranchCommand SETTLE = new BranchCommand.Settle();
  private static final Refusal RAN_OUT =
      Refusal.of(Reason.RESERVATION_EXPIRED, "the reservation ran out");
  private static final Refusal GIVEN_UP =
      Refusal.of(Reason.ALREADY_RELEASED, "the order was given up already");
  private static final BranchEvent FAILED = new BranchEvent.AssignmentFailed(RAN_OUT, false);

  private final Participant<String> participant = new Participant<>(new Locker(true));
  private final Reservation unknown = Reservation.unknown("store-1", "order-1", 5);
  private final Reservation reserved = participant.decide(unknown, RESERVE, 500).next();
  private final Reservation assigned = participant.decide(reserved, COMMIT, 500).next();
  private final Reservation settled = participant.decide(assigned, SETTLE, 500).next();
  private final Reservation expired = participant.expire(reserved, TIMER).next();
  private final Reservation released = participant.decide(unknown, RELEASE, 500).next();
  private final Reservation refused =
      new Participant<>(new Locker(false)).decide(unknown, RESERVE, 500).next();

  private static void assertSays(ParticipantDecision<String> decision, BranchEvent... events) {
    assertThat(decision.events()).containsExactly(events);
  }

  private void assertOnlySays(
      Reservation state, BranchCommand command, long nowMillis, BranchEvent... events) {
    ParticipantDecision<String> decision = participant.decide(state, command, nowMillis);
    assertSays(decision, events);
    assertThat(decision.next()).isSameAs(state);
    assertThat(decision.changes()).isEmpty();
  }

  @Nested
  class Reserve {
    @Test
    void takesTheResourceAndSetsTheTimer() {
      ParticipantDecision<String> decision = participant.decide(unknown, RESERVE, 500);

      assertSays(decision, new BranchEvent.Reserved(List.of(TAKEN), TIMER, 120_000));
      assertThat(decision.next().status()).isEqualTo(RESERVED);
      assertThat(decision.next().expiresAtMillis()).isEqualTo(TIMER);
      assertThat(decision.changes()).containsExactly("taken");
    }

    @Test
    void refusesWithTheReasonOfTheResource() {
      ParticipantDecision<String> decision =
          new Participant<>(new Locker(false)).decide(unknown, RESERVE, 500);

      assertSays(decision, new BranchEvent.ReservationRefused(IN_USE));
      assertThat(decision.next().status()).isEqualTo(REFUSED);
      assertThat(decision.changes()).isEmpty();
    }

    @Test
    void answersTheSameAgainAndDoesNotProlongTheTimer() {
      BranchEvent same = new BranchEvent.Reserved(List.of(TAKEN), TIMER, TIMER - 60_000);

      assertOnlySays(reserved, RESERVE, 60_000, same);
      assertOnlySays(assigned, RESERVE, 60_000, same);
      assertOnlySays(settled, RESERVE, 60_000, same);
    }

    @Test
    void takesNothingWhenTheRequestIsOlderThanOutcomesAreRemembered() {
      BranchCommand outdated = new BranchCommand.Reserve(ORDER, 120_000, true);
      BranchEvent refusal =
          new BranchEvent.ReservationRefused(
              Refusal.of(Reason.TOO_LATE, "the request is older than outcomes are remembered"));

      ParticipantDecision<String> decision = participant.decide(unknown, outdated, 500);

      assertThat(decision.events()).containsExactly(refusal);
      assertThat(decision.changes()).isEmpty();
      // Also if a clock was wrong, and the request is not outdated when it is read again.
      assertOnlySays(decision.next(), RESERVE, 600, refusal);
      assertOnlySays(
          reserved, outdated, 500, new BranchEvent.Reserved(List.of(TAKEN), TIMER, 120_000));
    }

    @Test
    void refusesAgainAlthoughTheResourceIsFreeByNow() {
      assertOnlySays(refused, RESERVE, 60_000, new BranchEvent.ReservationRefused(IN_USE));
    }

    @Test
    void isRefusedAfterRelease() {
      assertOnlySays(released, RESERVE, 60_000, new BranchEvent.ReservationRefused(GIVEN_UP));
    }

    @Test
    void isRefusedAfterReleaseHoweverOftenItComes() {
      Reservation state = released;
      for (int i = 0; i < 3; i++) {
        state = participant.decide(state, RESERVE, 60_000).next();
      }
      assertOnlySays(state, RESERVE, 60_000, new BranchEvent.ReservationRefused(GIVEN_UP));
    }

    @Test
    void saysExpiredAgainOnceItHas() {
      assertOnlySays(
          expired,
          RESERVE,
          TIMER,
          new BranchEvent.ReservationExpired(Reason.RESERVATION_EXPIRED, List.of(), TIMER));
    }

    @Test
    void expiresWhatIsDueInsteadOfSayingReservedAgain() {
      ParticipantDecision<String> decision = participant.decide(reserved, RESERVE, TIMER);

      assertSays(
          decision,
          new BranchEvent.ReservationExpired(Reason.RESERVATION_EXPIRED, List.of(BACK), TIMER));
      assertThat(decision.next().status()).isEqualTo(EXPIRED);
      assertThat(decision.changes()).containsExactly("back");
    }
  }

  @Nested
  class Commit {
    @Test
    void makesFinalBeforeTheTimerRunsOut() {
      ParticipantDecision<String> decision = participant.decide(reserved, COMMIT, TIMER - 1);

      assertSays(decision, new BranchEvent.Assigned(List.of(TAKEN)));
      assertThat(decision.next().status()).isEqualTo(ASSIGNED);
      assertThat(decision.changes()).containsExactly("final");
    }

    @Test
    void failsOnceTheTimerHasRunOutAlsoIfThePunctuatorHasNotComeRound() {
      ParticipantDecision<String> decision = participant.decide(reserved, COMMIT, TIMER);

      assertSays(
          decision,
          new BranchEvent.ReservationExpired(Reason.RESERVATION_EXPIRED, List.of(BACK), TIMER),
          FAILED);
      assertThat(decision.next().status()).isEqualTo(EXPIRED);
      assertThat(decision.changes()).containsExactly("back");
    }

    @Test
    void answersTheSameAgainHoweverLate() {
      assertOnlySays(assigned, COMMIT, TIMER + 1, new BranchEvent.Assigned(List.of(TAKEN)));
    }

    @Test
    void failsForGoodOnAnythingElse() {
      assertOnlySays(expired, COMMIT, TIMER, FAILED);
      assertOnlySays(refused, COMMIT, 500, new BranchEvent.AssignmentFailed(IN_USE, false));
      assertOnlySays(released, COMMIT, 500, new BranchEvent.AssignmentFailed(GIVEN_UP, false));
      assertOnlySays(
          unknown,
          COMMIT,
          500,
          new BranchEvent.AssignmentFailed(
              Refusal.of(Reason.NOT_RESERVED, "nothing is reserved for this order"), false));
    }
  }

  @Nested
  class Release {
    private void assertGivesBack(Reservation state, long nowMillis) {
      ParticipantDecision<String> decision = participant.decide(state, RELEASE, nowMillis);

      assertSays(decision, new BranchEvent.Released(List.of(BACK)));
      assertThat(decision.next().status()).isEqualTo(RELEASED);
      assertThat(decision.next().holding()).isEmpty();
      assertThat(decision.changes()).containsExactly("back");
    }

    @Test
    void givesBackWhatIsReserved() {
      assertGivesBack(reserved, 60_000);
    }

    @Test
    void givesBackWhatIsReservedAlsoIfItIsDue() {
      assertGivesBack(reserved, TIMER);
    }

    @Test
    void undoesAnAssignment() {
      assertGivesBack(assigned, 60_000);
    }

    @Test
    void isRememberedWhenNothingIsKnown() {
      ParticipantDecision<String> decision = participant.decide(unknown, RELEASE, 500);

      assertSays(decision, new BranchEvent.Released(List.of()));
      assertThat(decision.next().status()).isEqualTo(RELEASED);
      assertThat(decision.changes()).isEmpty();
    }

    @Test
    void isAnsweredAgainWhenNothingIsHeld() {
      BranchEvent nothing = new BranchEvent.Released(List.of());

      assertOnlySays(released, RELEASE, 500, nothing);
      assertOnlySays(expired, RELEASE, 500, nothing);
      assertOnlySays(refused, RELEASE, 500, nothing);
    }
  }

  @Nested
  class Punctuator {
    @Test
    void expiresAtTheVeryMillisecondOfTheTimer() {
      ParticipantDecision<String> decision = participant.expire(reserved, TIMER);

      assertSays(
          decision,
          new BranchEvent.ReservationExpired(Reason.RESERVATION_EXPIRED, List.of(BACK), TIMER));
      assertThat(decision.next().status()).isEqualTo(EXPIRED);
      assertThat(decision.next().holding()).isEmpty();
      assertThat(decision.changes()).containsExactly("back");
    }

    @Test
    void leavesAloneWhatIsNotDueOrHasNoTimer() {
      assertThat(participant.expire(reserved, TIMER - 1))
          .isEqualTo(ParticipantDecision.unchanged(reserved));
      for (Reservation state : List.of(unknown, assigned, expired, released, refused)) {
        assertThat(participant.expire(state, TIMER + 1))
            .isEqualTo(ParticipantDecision.unchanged(state));
      }
    }
  }

  @Nested
  class Settle {
    @Test
    void endsWhatIsAssignedWithoutAnAnswer() {
      ParticipantDecision<String> decision = participant.decide(assigned, SETTLE, 60_000);

      assertThat(decision.events()).isEmpty();
      assertThat(decision.next().status()).isEqualTo(ReservationStatus.SETTLED);
      assertThat(decision.next().holding()).isEqualTo(assigned.holding());
    }

    @Test
    void isFollowedByTheSameAnswersAsBefore() {
      assertOnlySays(settled, COMMIT, 60_000, new BranchEvent.Assigned(List.of(TAKEN)));
      assertOnlySays(settled, SETTLE, 60_000);
    }

    @Test
    void cannotBeUndoneByRelease() {
      assertOnlySays(settled, RELEASE, 60_000, new BranchEvent.Released(List.of()));
    }

    @Test
    void changesNothingThatIsNotAssigned() {
      for (Reservation state : List.of(unknown, reserved, expired, released, refused)) {
        assertOnlySays(state, SETTLE, 600);
      }
    }
  }

  @Nested
  class Supply {
    private final HeldUnit instead = new HeldUnit("locker-8", 1, 1, 4, 0);

    @Test
    void mayReplaceWhatIsHeldAndDoesNotProlongTheTimer() {
      ParticipantDecision<String> decision =
          participant.changedBySupply(
              new ReservationChange.Replaced(reserved, List.of(instead)), 500);

      assertSays(decision, new BranchEvent.Reserved(List.of(instead), TIMER, 120_000));
      assertThat(decision.next().status()).isEqualTo(RESERVED);
      assertThat(decision.next().holding()).containsExactly(instead);
      assertThat(decision.changes()).isEmpty();
    }

    @Test
    void mayTakeAwayWhatIsHeld() {
      ParticipantDecision<String> decision =
          participant.changedBySupply(
              new ReservationChange.Lost(
                  reserved, Reason.GOODS_WRITTEN_OFF, "it burnt", List.of(BACK)),
              500);

      assertSays(
          decision,
          new BranchEvent.ReservationExpired(Reason.GOODS_WRITTEN_OFF, List.of(BACK), TIMER));
      assertThat(decision.next().status()).isEqualTo(EXPIRED);
      assertThat(participant.decide(decision.next(), COMMIT, 600).events())
          .containsExactly(
              new BranchEvent.AssignmentFailed(
                  Refusal.of(Reason.GOODS_WRITTEN_OFF, "it burnt"), false));
    }

    @Test
    void stopsWhereSupplyWouldTouchWhatIsNotHeld() {
      ReservationChange ofAssigned =
          new ReservationChange.Lost(assigned, Reason.GOODS_WRITTEN_OFF, "", List.of());

      assertThatThrownBy(() -> participant.changedBySupply(ofAssigned, 500))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("ASSIGNED");
    }
  }
}
