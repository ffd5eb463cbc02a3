package dev.darkstore.audit;

import static dev.darkstore.audit.BranchName.DELIVERY;
import static dev.darkstore.audit.BranchName.STORE;
import static dev.darkstore.audit.Invariant.AGENTS;
import static dev.darkstore.audit.Invariant.ATOMICITY;
import static dev.darkstore.audit.Invariant.CAUSE;
import static dev.darkstore.audit.Invariant.EXPIRY;
import static dev.darkstore.audit.Invariant.FENCE;
import static dev.darkstore.audit.Invariant.NOTHING_LOST;
import static dev.darkstore.audit.Invariant.NO_LEAK;
import static dev.darkstore.audit.Invariant.ONE_OUTCOME;
import static dev.darkstore.audit.Invariant.READABLE;
import static dev.darkstore.audit.Invariant.SILENCE;
import static dev.darkstore.audit.Invariant.STOCK;
import static dev.darkstore.audit.Invariant.WRITER;
import static dev.darkstore.audit.Verdicts.assertBroken;
import static dev.darkstore.audit.Verdicts.assertClean;

import dev.darkstore.events.HeldUnit;
import dev.darkstore.events.Reason;
import dev.darkstore.events.Released;
import dev.darkstore.events.Reserved;
import dev.darkstore.schemas.DeadLetterReason;
import dev.darkstore.schemas.Topic;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Whatever is planted is found, and named, whatever the interleaving. */
class BrokenLogTest {
  private final World world = new World();

  BrokenLogTest() {
    world.receive("milk", 10);
    world.online("ann");
  }

  @Nested
  class Outcomes {
    @Test
    void findsAnOutcomeThatIsContradicted() {
      world.begin("o-1", "milk", 1, "ann").complete("o-1");
      world.rejected("o-1", Reason.COMMIT_TIMED_OUT);

      assertBroken(world, ONE_OUTCOME);
    }

    @Test
    void findsTwoReasonsForOneRejection() {
      world.begin("o-1", "milk", 1, "ann").reject("o-1", Reason.COMMIT_TIMED_OUT);
      world.rejected("o-1", Reason.RESERVE_TIMED_OUT);

      assertBroken(world, ONE_OUTCOME);
    }

    @Test
    void findsAnOrderThatIsNeverDecided() {
      world.begin("o-1", "milk", 1, "ann");
      world.release(STORE, "o-1");
      world.release(DELIVERY, "o-1");

      assertBroken(world, ONE_OUTCOME);
    }

    @Test
    void findsAnOrderThatWasLost() {
      world.place("o-1", "milk", 1);

      assertBroken(world, NOTHING_LOST, ONE_OUTCOME);
    }

    @Test
    void findsACustomerToldToBePlacedWhoWasNot() {
      world.begin("o-1", "milk", 1, "ann").reject("o-1", Reason.COMMIT_TIMED_OUT);
      world.cancelRefused("o-1", Reason.ALREADY_PLACED);

      assertBroken(world, ONE_OUTCOME);
    }
  }

  @Nested
  class BothOrNeither {
    @Test
    void findsGoodsAssignedToARejectedOrder() {
      world.begin("o-1", "milk", 1, "ann");
      world.assign(STORE, "o-1");
      world.rejected("o-1", Reason.COMMIT_TIMED_OUT);
      world.release(DELIVERY, "o-1");

      assertBroken(world, ATOMICITY);
    }

    @Test
    void findsAnOrderPlacedWithOneSideOnly() {
      world.begin("o-1", "milk", 1, "ann");
      world.assign(STORE, "o-1");
      world.placed("o-1");
      world.pick("o-1");
      world.deliver("o-1");

      assertBroken(world, ATOMICITY, CAUSE, NO_LEAK);
    }

    @Test
    void findsAnOrderPlacedWithoutAnything() {
      world.place("o-1", "milk", 1);
      world.received("o-1");
      world.placed("o-1");
      world.pick("o-1");
      world.deliver("o-1", "ann");

      assertBroken(world, ATOMICITY, CAUSE);
    }

    @Test
    void findsAPlacedOrderThatIsReleased() {
      world.begin("o-1", "milk", 1, "ann").complete("o-1");
      world.release(STORE, "o-1");

      assertBroken(world, ATOMICITY);
    }

    @Test
    void findsAnAssignmentWithoutAReservation() {
      AuditRecord reserved = world.begin("o-1", "milk", 1, "ann").lastOf(Topic.DELIVERY_EVENTS);
      world.complete("o-1");
      world.log.remove(reserved);

      assertBroken(world, CAUSE, NOTHING_LOST);
    }

    @Test
    void findsAReservationOfSomethingElse() {
      world.place("o-1", "milk", 2);
      world.received("o-1");
      world.forget("o-1");
      world.remember("o-1", "milk", 1);
      world.reserveGoods("o-1");
      world.reserveAgent("o-1", "ann");
      world.reject("o-1", Reason.COMMIT_TIMED_OUT);

      assertBroken(world, ATOMICITY);
    }

    @Test
    void findsWhatNobodyOrdered() {
      AuditRecord order = world.place("o-1", "milk", 1);
      world.received("o-1");
      world.reserveGoods("o-1");
      world.reserveAgent("o-1", "ann");
      world.complete("o-1");
      world.log.remove(order);

      assertBroken(world, CAUSE);
    }

    @Test
    void findsABranchThatTakesAgainAfterItsRelease() {
      world.begin("o-1", "milk", 1, "ann").reject("o-1", Reason.RESERVE_TIMED_OUT);
      world.reserveGoods("o-1");

      assertBroken(world, FENCE, NO_LEAK);
    }
  }

  @Nested
  class Stocks {
    @Test
    void findsNegativeStock() {
      world.begin("o-1", "milk", 8, "ann").complete("o-1");
      world.online("bob");
      world.begin("o-2", "milk", 8, "bob").complete("o-2");

      assertBroken(world, STOCK);
    }

    @Test
    void findsABalanceThatDoesNotAddUp() {
      world.begin("o-1", "milk", 1, "ann").complete("o-1");
      world.unit("milk").available++;
      world.online("bob");
      world.begin("o-2", "milk", 1, "bob").complete("o-2");

      assertBroken(world, STOCK);
    }

    @Test
    void findsSupplyThatWasAppliedTwice() {
      world.receive("milk", 5, "u-1");
      world.receive("milk", 5, "u-1");
      world.begin("o-1", "milk", 20, "ann").complete("o-1");

      // The change names the repeat as applied: it adds up only if it was.
      assertBroken(world, STOCK);
    }

    @Test
    void findsGoodsGivenBackTwice() {
      world.begin("o-1", "milk", 2, "ann");
      List<HeldUnit> held = world.order("o-1").goods;
      world.reject("o-1", Reason.COMMIT_TIMED_OUT);
      World.Unit milk = world.unit("milk");
      milk.available += 2;
      milk.change++;
      world.say(STORE, "o-1", new Released(List.of(milk.held(held.get(0).getQuantity()))));

      assertBroken(world, STOCK);
    }

    @Test
    void findsTwoChangesWithOneNumber() {
      world.begin("o-1", "milk", 1, "ann").complete("o-1");
      world.unit("milk").change--;
      world.online("bob");
      world.begin("o-2", "milk", 1, "bob").complete("o-2");

      assertBroken(world, STOCK);
    }

    @Test
    void findsAWriteOffOfMoreThanThereWas() {
      world.begin("o-1", "milk", 8, "ann").complete("o-1");
      world.writeOff("milk", 5);
      world.unit("milk").available = 0;
      world.receive("milk", 5);
      world.online("bob");
      world.begin("o-2", "milk", 5, "bob").complete("o-2");

      // It has no dead letter, and no balance fits.
      assertBroken(world, NOTHING_LOST, STOCK);
    }

    @Test
    void findsAWriteOffThatWasDroppedSilently() {
      world.begin("o-1", "milk", 8, "ann").complete("o-1");
      world.writeOffRefused("milk", 5, null);

      assertBroken(world, NOTHING_LOST);
    }

    @Test
    void findsAWriteOffThatWasAppliedAndRefused() {
      AuditRecord writeOff = world.writeOff("milk", 5);
      world.begin("o-1", "milk", 5, "ann").complete("o-1");
      world.deadLetter(writeOff, DeadLetterReason.WRITE_OFF_EXCEEDS_STOCK);

      assertBroken(world, STOCK);
    }
  }

  @Nested
  class AgentsWork {
    @Test
    void findsAnAgentWithTwoOrders() {
      world.begin("o-1", "milk", 1, "ann");
      world.begin("o-2", "milk", 1, "ann");
      world.complete("o-1");
      world.complete("o-2");

      assertBroken(world, AGENTS);
    }

    @Test
    void findsAnAgentWithTwoOrdersThoughOneWasOfflineForAWhile() {
      world.begin("o-1", "milk", 1, "ann").complete("o-1");
      world.offline("ann");
      world.online("ann");
      world.begin("o-2", "milk", 1, "ann").complete("o-2");

      assertBroken(world, AGENTS);
    }

    @Test
    void findsAnAgentTakenWhileOffline() {
      world.offline("ann");
      world.begin("o-1", "milk", 1, "ann").complete("o-1");

      assertBroken(world, AGENTS);
    }

    @Test
    void findsAnAgentAssignedAfterGoingOffline() {
      world.begin("o-1", "milk", 1, "ann");
      world.offline("ann");
      world.assign(DELIVERY, "o-1");
      world.complete("o-1");

      // With the change's own supply offset it would pass as assigned before.
      World other = new World();
      other.receive("milk", 10);
      other.online("ann");
      other.begin("o-1", "milk", 1, "ann");
      other.offline("ann");
      other.order("o-1").agent = List.of(other.unit("ann").held(1));
      other.complete("o-1");
      assertBroken(other, AGENTS);
    }

    @Test
    void findsAnOrderThatWasNotToldOfItsAgent() {
      world.begin("o-1", "milk", 1, "ann");
      world.offline("ann");
      world.online("ann");
      world.begin("o-2", "milk", 1, "ann").complete("o-2");
      world.order("o-1").agent = List.of();
      world.expire(STORE, "o-1", Reason.GOODS_WRITTEN_OFF);
      world.rejected("o-1", Reason.GOODS_WRITTEN_OFF);
      world.release(STORE, "o-1");
      world.release(DELIVERY, "o-1");

      assertBroken(world, AGENTS, NO_LEAK);
    }

    @Test
    void findsAnAgentGivenBackByAnotherOrder() {
      world.online("bob");
      world.begin("o-1", "milk", 1, "ann");
      world.begin("o-2", "milk", 1, "bob");
      List<HeldUnit> first = world.order("o-1").agent;
      world.order("o-1").agent = world.order("o-2").agent;
      world.order("o-2").agent = first;
      world.reject("o-1", Reason.COMMIT_TIMED_OUT);
      world.reject("o-2", Reason.COMMIT_TIMED_OUT);

      assertBroken(world, AGENTS, NO_LEAK);
    }

    @Test
    void findsAnAgentWhoNeverComesBack() {
      world.begin("o-1", "milk", 1, "ann");
      world.assign(DELIVERY, "o-1");
      world.rejected("o-1", Reason.COMMIT_TIMED_OUT);
      world.release(STORE, "o-1");
      world.order("o-1").agent = List.of();
      world.release(DELIVERY, "o-1");

      assertBroken(world, NO_LEAK);
    }
  }

  @Nested
  class Notifications {
    @Test
    void findsANotificationWithoutAPlacement() {
      world.begin("o-1", "milk", 1, "ann");
      world.pick("o-1");
      world.reject("o-1", Reason.COMMIT_TIMED_OUT);

      assertBroken(world, SILENCE);
    }

    @Test
    void findsANotificationOfAnOrderWithoutOutcome() {
      world.begin("o-1", "milk", 1, "ann");
      world.deliver("o-1");
      world.release(STORE, "o-1");
      world.release(DELIVERY, "o-1");

      assertBroken(world, SILENCE, ONE_OUTCOME);
    }

    @Test
    void findsANotificationThatWasTooEarly() {
      world.begin("o-1", "milk", 1, "ann");
      world.pick("o-1");
      world.after(5).assign(STORE, "o-1");
      world.assign(DELIVERY, "o-1");
      world.placed("o-1");
      world.deliver("o-1");

      assertBroken(world, SILENCE);
    }

    @Test
    void findsANotificationThatIsMissing() {
      world.begin("o-1", "milk", 1, "ann").complete("o-1");
      world.log.remove(world.lastOf(Topic.DELIVERY_NOTIFICATIONS));

      assertBroken(world, SILENCE);
    }

    @Test
    void findsANotificationThatCameTwice() {
      world.begin("o-1", "milk", 1, "ann").complete("o-1");
      world.pick("o-1");

      assertBroken(world, SILENCE);
    }

    @Test
    void findsANotificationOfOtherGoods() {
      world.begin("o-1", "milk", 1, "ann").complete("o-1");
      world.log.remove(world.lastOf(Topic.STORE_NOTIFICATIONS));
      world.pick("o-1", World.lines("milk", 2));

      assertBroken(world, SILENCE);
    }

    @Test
    void findsANotificationOfAnotherAgent() {
      world.begin("o-1", "milk", 1, "ann").complete("o-1");
      world.log.remove(world.lastOf(Topic.DELIVERY_NOTIFICATIONS));
      world.deliver("o-1", "bob");

      assertBroken(world, SILENCE);
    }
  }

  @Nested
  class Holds {
    @Test
    void findsAHoldThatLeaked() {
      world.begin("o-1", "milk", 1, "ann");
      world.rejected("o-1", Reason.RESERVE_TIMED_OUT);
      world.release(DELIVERY, "o-1");

      assertBroken(world, NO_LEAK);
    }

    @Test
    void findsAReleaseThatGivesNothingBack() {
      world.begin("o-1", "milk", 1, "ann");
      world.order("o-1").goods = List.of();
      world.reject("o-1", Reason.RESERVE_TIMED_OUT);

      assertBroken(world, NO_LEAK);
    }

    @Test
    void findsAReservationThatRanOutTooEarly() {
      world.begin("o-1", "milk", 1, "ann");
      world.after(World.HOLD_MILLIS - 100).expire(STORE, "o-1", Reason.RESERVATION_EXPIRED);
      world.reject("o-1", Reason.RESERVATION_EXPIRED);

      assertBroken(world, EXPIRY);
    }

    @Test
    void findsAReservationThatRanOutTooLate() {
      world.begin("o-1", "milk", 1, "ann");
      world.after(World.HOLD_MILLIS + 2_000).expire(STORE, "o-1", Reason.RESERVATION_EXPIRED);
      world.reject("o-1", Reason.RESERVATION_EXPIRED);

      assertClean(world);
      assertBroken(world, AuditOptions.DEFAULTS.withLatenessMaxMillis(1_000), EXPIRY);
    }

    @Test
    void findsAnAssignmentAfterTheTimer() {
      world.begin("o-1", "milk", 1, "ann");
      world.after(World.HOLD_MILLIS).complete("o-1");

      assertBroken(world, EXPIRY);
    }

    @Test
    void findsATimerThatWasProlonged() {
      world.begin("o-1", "milk", 1, "ann");
      world.say(
          STORE,
          "o-1",
          new Reserved(
              world.order("o-1").goods,
              Instant.ofEpochMilli(world.nowMillis() + World.HOLD_MILLIS)));
      world.complete("o-1");

      assertBroken(world, EXPIRY);
    }
  }

  @Nested
  class Losses {
    @Test
    void findsAChangeThatIsMissing() {
      world.begin("o-1", "milk", 1, "ann").reject("o-1", Reason.COMMIT_TIMED_OUT);
      world.begin("o-2", "milk", 1, "ann").complete("o-2");
      world.log.remove(world.firstOf(Topic.STORE_EVENTS, Released.class));

      assertBroken(world, NOTHING_LOST, NO_LEAK);
    }

    @Test
    void findsABranchThatNeverAnswered() {
      world.place("o-1", "milk", 1);
      world.received("o-1");
      world.reserveAgent("o-1", "ann");
      world.rejected("o-1", Reason.RESERVE_TIMED_OUT);
      world.release(DELIVERY, "o-1");

      assertBroken(world, NOTHING_LOST);
    }

    @Test
    void findsAnOrderThatWasNotSentOn() {
      AuditRecord right = world.place("o-1", "milk", 1);
      world.log.remove(right);
      world.log.append(
          Topic.ORDERS,
          (right.partition() + 1) % Log.PARTITIONS,
          right.key(),
          right.value(),
          world.nowMillis(),
          new RecordHeaders());

      assertBroken(world, NOTHING_LOST);
    }

    @Test
    void findsARecordThatShouldBeInTheDeadLetters() {
      world.log.append(Topic.ORDERS, "o-9", Log.bytes("garbage"), world.nowMillis());

      assertBroken(world, NOTHING_LOST);
    }

    @Test
    void findsAnotherOrderUnderTheSameIdThatWasDropped() {
      world.begin("o-1", "milk", 1, "ann").complete("o-1");
      world.placeAgain("o-1", World.lines("milk", 2));

      assertBroken(world, NOTHING_LOST);
    }

    @Test
    void findsADeadLetterThatIsThereTwice() {
      AuditRecord garbage =
          world.log.append(Topic.ORDERS, "o-9", Log.bytes("garbage"), world.nowMillis());
      world.deadLetter(garbage, DeadLetterReason.UNREADABLE);
      world.deadLetter(garbage, DeadLetterReason.UNREADABLE);

      assertBroken(world, NOTHING_LOST);
    }

    @Test
    void findsADeadLetterOfAGoodRecord() {
      world.deadLetter(world.place("o-1", "milk", 1), DeadLetterReason.INVALID);
      world.received("o-1");
      world.reserveGoods("o-1");
      world.reserveAgent("o-1", "ann");
      world.complete("o-1");

      assertBroken(world, NOTHING_LOST);
    }
  }

  @Nested
  class Records {
    @Test
    void findsARecordOfAServiceThatCannotBeRead() {
      world.log.append(Topic.STORE_EVENTS, "o-1", Log.bytes("garbage"), world.nowMillis());

      assertBroken(world, READABLE);
    }

    @Test
    void findsADeadLetterWithoutHeaders() {
      world.log.append(Topic.DEAD_LETTERS, "o-1", Log.bytes("garbage"), world.nowMillis());

      assertBroken(world, READABLE);
    }

    @Test
    void findsARecordUnderAWrongKey() {
      AuditRecord command = world.command(STORE, "o-1");
      world.log.remove(command);
      world.log.append(Topic.STORE_COMMANDS, "store-2", command.value(), world.nowMillis());

      assertBroken(world, WRITER);
    }

    @Test
    void findsARecordOfAServiceOnAWrongPartition() {
      AuditRecord command = world.command(STORE, "o-1");
      world.log.remove(command);
      world.log.append(
          Topic.STORE_COMMANDS,
          (command.partition() + 1) % Log.PARTITIONS,
          command.key(),
          command.value(),
          world.nowMillis(),
          new RecordHeaders());

      assertBroken(world, WRITER);
    }
  }
}
