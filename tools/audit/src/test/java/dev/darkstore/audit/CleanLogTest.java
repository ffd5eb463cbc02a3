package dev.darkstore.audit;

import static dev.darkstore.audit.Verdicts.assertClean;
import static dev.darkstore.schemas.BranchName.DELIVERY;
import static dev.darkstore.schemas.BranchName.STORE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.darkstore.audit.finding.Invariant;
import dev.darkstore.audit.record.AuditRecord;
import dev.darkstore.audit.report.AuditReport;
import dev.darkstore.audit.report.Counts;
import dev.darkstore.events.Reason;
import dev.darkstore.events.Release;
import dev.darkstore.events.Released;
import dev.darkstore.schemas.BranchName;
import dev.darkstore.schemas.DeadLetterReason;
import dev.darkstore.schemas.Installation;
import dev.darkstore.schemas.Topic;
import java.util.List;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

/** Logs of correct services pass, in every interleaving. */
class CleanLogTest {
  private final HonestLog world = new HonestLog();

  CleanLogTest() {
    world.receive("milk", 10);
    world.online("ann");
  }

  @Test
  void passesAnEmptyLog() {
    assertClean(new HonestLog());
  }

  @Test
  void passesAPlacedOrder() {
    world.begin("o-1", "milk", 2, "ann").complete("o-1");

    assertClean(world);
    AuditReport report = Verdicts.audit(world.log.asWritten(), AuditOptions.DEFAULTS);
    assertThat(report.counts().orders()).isEqualTo(1);
    assertThat(report.counts().placed()).isEqualTo(1);
    assertThat(report.counts().storeNotifications()).isEqualTo(1);
    assertThat(report.counts().units()).isEqualTo(2);
  }

  @Test
  void passesAnOrderThatTheStoreRefused() {
    world.place("o-1", "milk", 11);
    world.received("o-1");
    world.refuse(STORE, "o-1", Reason.OUT_OF_STOCK);
    world.reserveAgent("o-1", "ann");
    world.rejected("o-1", Reason.OUT_OF_STOCK);
    world.release(DELIVERY, "o-1");

    assertClean(world);
  }

  @Test
  void passesAnOrderThatDeliveryRefused() {
    world.begin("o-1", "milk", 1, "ann").complete("o-1");
    world.place("o-2", "milk", 1);
    world.received("o-2");
    world.refuse(DELIVERY, "o-2", Reason.NO_AGENT_AVAILABLE);
    world.rejected("o-2", Reason.NO_AGENT_AVAILABLE);
    world.reserveGoods("o-2");
    world.release(STORE, "o-2");

    assertClean(world);
  }

  @Test
  void passesAReserveThatCameAfterItsRelease() {
    world.place("o-1", "milk", 1);
    world.received("o-1");
    world.reserveAgent("o-1", "ann");
    world.after(10_000).rejected("o-1", Reason.RESERVE_TIMED_OUT);
    world.release(DELIVERY, "o-1");
    world.release(STORE, "o-1");
    world.refuse(STORE, "o-1", Reason.ALREADY_RELEASED);

    assertClean(world);
  }

  @Test
  void passesAReservationThatRanOut() {
    world.begin("o-1", "milk", 1, "ann");
    world.after(HonestLog.HOLD_MILLIS).expire(STORE, "o-1", Reason.RESERVATION_EXPIRED);
    world.failAssignment(STORE, "o-1", Reason.RESERVATION_EXPIRED);
    world.after(7).expire(DELIVERY, "o-1", Reason.RESERVATION_EXPIRED);
    world.rejected("o-1", Reason.RESERVATION_EXPIRED);
    world.release(STORE, "o-1");
    world.expire(DELIVERY, "o-1", Reason.RESERVATION_EXPIRED);
    world.release(DELIVERY, "o-1");

    assertClean(world);
    Counts counts = Verdicts.audit(world.log.asWritten(), AuditOptions.DEFAULTS).counts();
    assertThat(counts.ranOut()).isEqualTo(2);
    assertThat(counts.latenessMaxMillis()).isEqualTo(7);
    assertThat(counts.rejected()).containsEntry(Reason.RESERVATION_EXPIRED, 1L);
  }

  @Test
  void passesACancelledOrder() {
    world.begin("o-1", "milk", 1, "ann");
    world.cancel("o-1");
    world.reject("o-1", Reason.CANCELLED);
    world.cancel("o-1");
    world.rejected("o-1", Reason.CANCELLED);

    assertClean(world);
  }

  @Test
  void passesACancelThatCameTooLate() {
    world.begin("o-1", "milk", 1, "ann");
    world.cancel("o-1");
    world.cancelRefused("o-1", Reason.BEING_COMMITTED);
    world.complete("o-1");
    world.cancel("o-1");
    world.cancelRefused("o-1", Reason.ALREADY_PLACED);
    world.cancel("o-2");
    world.cancelRefused("o-2", Reason.UNKNOWN_ORDER);

    assertClean(world);
  }

  @Test
  void passesACommitThatTimedOutAndWasUndone() {
    world.begin("o-1", "milk", 1, "ann");
    world.assign(STORE, "o-1");
    world.after(15_000).rejected("o-1", Reason.COMMIT_TIMED_OUT);
    world.assign(DELIVERY, "o-1");
    world.release(STORE, "o-1");
    world.release(DELIVERY, "o-1");
    world.release(DELIVERY, "o-1");
    world.begin("o-2", "milk", 10, "ann").complete("o-2");

    assertClean(world);
  }

  @Test
  void passesCommitsThatWereRepeated() {
    world.begin("o-1", "milk", 1, "ann");
    world.reservedGoods("o-1");
    world.assign(STORE, "o-1");
    world.assign(STORE, "o-1");
    world.complete("o-1");
    world.assign(STORE, "o-1");
    world.reservedGoods("o-1");
    world.assign(DELIVERY, "o-1");

    assertClean(world);
  }

  @Test
  void passesAnAgentWhoWasReplaced() {
    world.online("bob");
    world.begin("o-1", "milk", 1, "ann");
    world.offline("ann");
    world.reserveAgent("o-1", "bob");
    world.complete("o-1");
    world.online("ann");
    world.begin("o-2", "milk", 1, "ann").complete("o-2");
    world.after(600_000).complete("bob", "o-1");
    world.begin("o-3", "milk", 1, "bob").complete("o-3");

    assertClean(world);
  }

  @Test
  void passesAnAgentWhomNobodyCouldReplace() {
    world.begin("o-1", "milk", 1, "ann");
    world.offline("ann");
    world.expire(DELIVERY, "o-1", Reason.AGENT_WENT_OFFLINE);
    world.rejected("o-1", Reason.AGENT_WENT_OFFLINE);
    world.release(STORE, "o-1");
    world.release(DELIVERY, "o-1");
    world.online("ann");
    world.begin("o-2", "milk", 1, "ann").complete("o-2");

    assertClean(world);
  }

  @Test
  void passesAnAgentWhoWentOfflineOnTheWay() {
    world.begin("o-1", "milk", 1, "ann").complete("o-1");
    world.offline("ann");
    world.online("ann");
    world.online("ann");
    world.complete("ann", "o-1");
    world.completeRefused("ann", "o-1");
    world.begin("o-2", "milk", 1, "ann");
    world.completeRefused("ann", "o-2");
    world.complete("o-2");
    world.offline("ann");
    world.complete("ann", "o-2");

    assertClean(world);
  }

  @Test
  void passesATripThatWasSaidToBeMadeTooEarly() {
    world.begin("o-1", "milk", 1, "ann");
    world.completeRefused("ann", "o-1");
    world.complete("o-1");
    world.offline("ann");
    world.online("ann");
    world.complete("ann", "o-1");
    world.begin("o-2", "milk", 1, "ann").complete("o-2");

    assertClean(world);
  }

  @Test
  void passesAnOrderReleasedAfterItsAgentHadBroughtIt() {
    world.begin("o-1", "milk", 1, "ann");
    world.assign(DELIVERY, "o-1");
    world.completeEarly("ann", "o-1");
    world.after(15_000).rejected("o-1", Reason.COMMIT_TIMED_OUT);
    world.release(DELIVERY, "o-1");
    world.release(STORE, "o-1");
    world.begin("o-2", "milk", 1, "ann").complete("o-2");

    assertClean(world);
  }

  @Test
  void passesAnAssignedAgentGivenBackWhileOffline() {
    world.begin("o-1", "milk", 1, "ann");
    world.assign(DELIVERY, "o-1");
    world.offline("ann");
    world.after(15_000).rejected("o-1", Reason.COMMIT_TIMED_OUT);
    world.release(DELIVERY, "o-1");
    world.release(STORE, "o-1");

    assertClean(world);
  }

  @Test
  void passesSupplyThatWasRepeated() {
    world.receive("milk", 5, "u-1");
    world.receiveAgain("milk", 5, "u-1");
    world.begin("o-1", "milk", 15, "ann").complete("o-1");
    world.receiveAgain("milk", 5, "u-1");
    world.receive("milk", 2, "u-2");
    world.online("bob");
    world.begin("o-2", "milk", 2, "bob").complete("o-2");

    assertClean(world);
  }

  @Test
  void passesWhatWasForwardedFromAWrongPartition() {
    AuditRecord right = world.place("o-1", "milk", 1);
    int wrong = (right.partition() + 1) % Log.PARTITIONS;
    world.log.remove(right);
    AuditRecord stray =
        world.log.append(
            Topic.ORDERS,
            wrong,
            right.key(),
            right.value(),
            world.nowMillis(),
            new RecordHeaders());
    RecordHeaders forwarded = new RecordHeaders(stray.headers());
    forwarded.add("forwarded.timestamp", new byte[Long.BYTES]);
    world.log.append(
        Topic.ORDERS, right.partition(), right.key(), right.value(), world.nowMillis(), forwarded);
    world.received("o-1");
    world.reserveGoods("o-1");
    world.reserveAgent("o-1", "ann");
    world.complete("o-1");

    assertClean(world);
    Counts counts = Verdicts.audit(world.log.asWritten(), AuditOptions.DEFAULTS).counts();
    assertThat(counts.orders()).isEqualTo(1);
  }

  @Test
  void passesDeadLetters() {
    AuditRecord garbage =
        world.log.append(Topic.ORDERS, "o-9", Log.bytes("garbage"), world.nowMillis());
    world.deadLetter(garbage, DeadLetterReason.UNREADABLE);
    AuditRecord nothing =
        world.log.append(
            Topic.STOCK_UPDATES, 1, null, null, world.nowMillis(), new RecordHeaders());
    world.deadLetter(nothing, DeadLetterReason.UNREADABLE);
    AuditRecord none = world.placeAgain("o-1", HonestLog.lines("milk", 0));
    world.deadLetter(none, DeadLetterReason.INVALID);
    world.rejected("o-1", Reason.INVALID_ORDER);
    AuditRecord old = world.placeAgain("o-2", HonestLog.lines("milk", 1));
    world.after(AuditOptions.DEFAULTS.retentionMillis());
    world.deadLetter(old, DeadLetterReason.OLDER_THAN_RETENTION);

    assertClean(world);
    Counts counts = Verdicts.audit(world.log.asWritten(), AuditOptions.DEFAULTS).counts();
    assertThat(counts.deadLetters())
        .containsEntry(DeadLetterReason.UNREADABLE, 2L)
        .containsEntry(DeadLetterReason.OLDER_THAN_RETENTION, 1L);
  }

  @Test
  void passesAnOrderThatWasPlacedAgainAndReadAfterTheRetention() {
    world.begin("o-1", "milk", 1, "ann").complete("o-1");
    AuditRecord again = world.placeAgain("o-1", HonestLog.lines("milk", 1));
    world.after(AuditOptions.DEFAULTS.retentionMillis() + 600_000);
    world.deadLetter(again, DeadLetterReason.OLDER_THAN_RETENTION);

    assertClean(world);
  }

  @Test
  void passesAnOrderThatIsOrderedAgainWhenItWasTooOld() {
    tooOld(world.place("o-1", "milk", 1));
    world.forget("o-1");
    world.begin("o-1", "milk", 1, "ann").complete("o-1");

    assertClean(CausedLog.of(world.log));
  }

  @Test
  void passesAnOrderThatIsOrderedAgainAndRejectedBeforeItsBranchesAnswered() {
    tooOld(world.place("o-1", "milk", 1));
    world.forget("o-1");
    world.place("o-1", "milk", 1);
    world.received("o-1");
    world.after(3_000).rejected("o-1", Reason.RESERVE_TIMED_OUT);
    world.reserveGoods("o-1");
    world.reserveAgent("o-1", "ann");
    world.release(STORE, "o-1");
    world.release(DELIVERY, "o-1");

    assertClean(CausedLog.of(world.log));
  }

  @Test
  void passesAnotherOrderUnderTheIdOfOneThatWasTooOld() {
    tooOld(world.place("o-1", "milk", 1));
    world.forget("o-1");
    world.begin("o-1", "milk", 2, "ann").complete("o-1");
    world.deadLetter(
        world.placeAgain("o-1", HonestLog.lines("milk", 1)), DeadLetterReason.ORDER_ID_REUSED);

    assertClean(CausedLog.of(world.log));
  }

  @Test
  void passesAReleaseOfATooOldOrderThatComesAfterTheNextReserve() {
    AuditRecord old = world.place("o-1", "milk", 1);
    world.after(AuditOptions.DEFAULTS.retentionMillis());
    world.deadLetter(old, DeadLetterReason.OLDER_THAN_RETENTION);
    Books.Order first = world.order("o-1");
    world.forget("o-1");
    world.place("o-1", "milk", 1);
    world.received("o-1");
    world.reserveGoods("o-1");
    world.reserveAgent("o-1", "ann");
    world.say(STORE, "o-1", first.transactionId, new Released(List.of()));
    world.say(DELIVERY, "o-1", first.transactionId, new Released(List.of()));
    world.complete("o-1");

    assertClean(CausedLog.of(world.log));
  }

  @Test
  void passesAReleaseOfATooOldOrderInAnotherZoneThatComesAfterTheNextOrder() {
    HonestLog elsewhere = new HonestLog(world.log, "store-2", "zone-2");
    AuditRecord old = elsewhere.place("o-1", "milk", 1);
    elsewhere.after(AuditOptions.DEFAULTS.retentionMillis());
    elsewhere.deadLetter(old, DeadLetterReason.OLDER_THAN_RETENTION);
    elsewhere.say(STORE, "o-1", new Released(List.of()));
    world.place("o-1", "milk", 1);
    world.received("o-1");
    world.reserveGoods("o-1");
    world.reserveAgent("o-1", "ann");
    world.cancel("o-1");
    world.rejected("o-1", Reason.CANCELLED);
    world.release(STORE, "o-1");
    world.release(DELIVERY, "o-1");
    elsewhere.say(DELIVERY, "o-1", new Released(List.of()));

    assertClean(CausedLog.of(world.log));
  }

  @Test
  void passesAnIdThatIsUsedAgainAfterARefusalThatFollowsATooOldOrder() {
    tooOld(world.place("o-1", "milk", 1));
    world.forget("o-1");
    world.place("o-1", "milk", 2);
    world.received("o-1");
    world.refuse(STORE, "o-1", Reason.OUT_OF_STOCK);
    world.reserveAgent("o-1", "ann");
    world.rejected("o-1", Reason.OUT_OF_STOCK);
    world.release(DELIVERY, "o-1");
    world.deadLetter(
        world.placeAgain("o-1", HonestLog.lines("milk", 1)), DeadLetterReason.ORDER_ID_REUSED);
    world.after(AuditOptions.DEFAULTS.graceMillis() + 60_000);
    world.begin("o-2", "milk", 1, "ann").complete("o-2");

    assertClean(CausedLog.of(world.log));
  }

  /**
   * Writes the dead letter of an order that is too old, and the replies of its branches, which hold
   * nothing.
   */
  private void tooOld(AuditRecord place) {
    world.after(AuditOptions.DEFAULTS.retentionMillis());
    world.deadLetter(place, DeadLetterReason.OLDER_THAN_RETENTION);
    world.say(STORE, "o-1", new Released(List.of()));
    world.say(DELIVERY, "o-1", new Released(List.of()));
  }

  @Test
  void passesRequestsThatAreReadAgainWhenTheirOrderIsForgotten() {
    world.begin("o-1", "milk", 1, "ann").complete("o-1");
    world.after(2 * AuditOptions.DEFAULTS.retentionMillis()).receive("milk", 1);
    for (BranchName branch : Installation.DEFAULT.branches().names()) {
      world.refuse(branch, "o-1", Reason.TOO_LATE);
      world.failAssignment(branch, "o-1", Reason.NOT_RESERVED);
    }

    // In the order of time only: topic by topic, late events belong to an open order.
    assertThat(
            Verdicts.audit(CausedLog.of(world.log).asWritten(), AuditOptions.DEFAULTS).violations())
        .isEmpty();
  }

  @Test
  void passesDeadLettersOfOrdersThatAreReadAgain() {
    AuditRecord garbage =
        world.log.append(Topic.ORDERS, "o-9", Log.bytes("garbage"), world.nowMillis());
    world.begin("o-1", "milk", 1, "ann").complete("o-1");
    AuditRecord other = world.placeAgain("o-1", HonestLog.lines("milk", 2));
    AuditRecord supply =
        world.log.append(Topic.STOCK_UPDATES, "s-9", Log.bytes("garbage"), world.nowMillis());
    for (int reading = 0; reading < 3; reading++) {
      world.deadLetter(garbage, DeadLetterReason.UNREADABLE);
      world.deadLetter(supply, DeadLetterReason.UNREADABLE);
      world.deadLetter(other, DeadLetterReason.ORDER_ID_REUSED);
      world.after(10);
    }

    assertClean(world);
  }

  @Test
  void passesAnOrderThatWasPlacedAgain() {
    world.begin("o-1", "milk", 1, "ann");
    world.placeAgain("o-1", HonestLog.lines("milk", 1));
    world.received("o-1");
    world.complete("o-1");
    world.placeAgain("o-1", HonestLog.lines("milk", 1));
    world.placed("o-1");
    AuditRecord other = world.placeAgain("o-1", HonestLog.lines("milk", 2));
    world.deadLetter(other, DeadLetterReason.ORDER_ID_REUSED);

    assertClean(world);
    Counts counts = Verdicts.audit(world.log.asWritten(), AuditOptions.DEFAULTS).counts();
    assertThat(counts.orders()).isEqualTo(1);
    assertThat(counts.placed()).isEqualTo(1);
  }

  @Test
  void takesTheFirstOfSeveralOrdersForTheBeginningOfTheTransaction() {
    world.begin("o-1", "milk", 1, "ann");
    world.placeAgain("o-1", HonestLog.lines("milk", 1));
    world.received("o-1");
    world.complete("o-1");
    assertClean(CausedLog.of(world.log));

    Forger forger = new Forger(CausedLog.of(world.log));
    forger.release(STORE, "o-1", new Release(1), forger.timer("o-1"));
    assertThat(
            Verdicts.audit(forger.log.asWritten(), AuditOptions.DEFAULTS)
                .violationCounts()
                .keySet())
        .containsExactly(Invariant.CAUSE);
  }

  @Test
  void passesAnOrderIdThatIsUsedAgainAfterTheRetention() {
    world.begin("o-1", "milk", 1, "ann").complete("o-1");
    world.after(AuditOptions.DEFAULTS.retentionMillis() + 600_000);
    world.online("bob");
    world.forget("o-1");
    world.begin("o-1", "milk", 2, "bob").complete("o-1");

    // In the order of time only: one order or two, depending on the time of reading.
    assertThat(Verdicts.audit(world.log.asWritten(), AuditOptions.DEFAULTS).violations()).isEmpty();
  }

  /** Checks that the retention is an option: services may have a shorter one than the default. */
  @Test
  void passesAnOrderIdThatIsUsedAgainAfterTheConfiguredRetention() {
    AuditOptions shorter = AuditOptions.DEFAULTS.withRetentionMillis(600_000);
    world.begin("o-1", "milk", 1, "ann").complete("o-1");
    world.after(1_300_000);
    world.online("bob");
    world.forget("o-1");
    world.begin("o-1", "milk", 2, "bob").complete("o-1");

    assertThat(Verdicts.audit(world.log.asWritten(), shorter).violations()).isEmpty();
    assertThat(Verdicts.audit(world.log.asWritten(), AuditOptions.DEFAULTS).violationCounts())
        .containsKey(Invariant.ONE_OUTCOME);
  }

  @Test
  void passesAnOrderThatCameTooLate() {
    world.place("o-1", "milk", 1);
    world.after(130_000).rejected("o-1", Reason.TOO_LATE);
    world.placeAgain("o-1", HonestLog.lines("milk", 1));
    world.rejected("o-1", Reason.TOO_LATE);

    assertClean(world);
  }

  @Test
  void passesManyOrdersOfTheSameGoods() {
    world.receive("milk", 90);
    for (int i = 0; i < 40; i++) {
      world.online("agent-" + i);
      world.begin("o-" + i, "milk", 1 + i % 2, "agent-" + i);
      if (i % 3 == 0) {
        world.reject("o-" + i, Reason.COMMIT_TIMED_OUT);
      } else {
        world.complete("o-" + i);
      }
      world.receive("milk", 1);
    }

    assertClean(world);
  }

  @Test
  void passesAReleaseThatIsRepeatedByAClockThatWasSetAhead() {
    world.begin("o-1", "milk", 1, "ann").reject("o-1", Reason.COMMIT_TIMED_OUT);
    world.after(4 * AuditOptions.DEFAULTS.retentionMillis()).receive("milk", 1);
    Forger forger = new Forger(CausedLog.of(world.log));
    forger.release(STORE, "o-1", new Release(2), forger.timer("o-1"));
    AuditRecord release = forger.last();
    forger.say(STORE, "o-1", new Released(List.of()), Forger.cause(release));

    assertThat(Verdicts.audit(forger.log.asWritten(), AuditOptions.DEFAULTS).violations())
        .isEmpty();
  }
}
