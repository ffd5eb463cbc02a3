package dev.darkstore.audit;

import static dev.darkstore.audit.Verdicts.assertBroken;
import static dev.darkstore.audit.finding.Invariant.ATOMICITY;
import static dev.darkstore.audit.finding.Invariant.CAUSE;
import static dev.darkstore.audit.finding.Invariant.FENCE;
import static dev.darkstore.audit.finding.Invariant.NOTHING_LOST;
import static dev.darkstore.audit.finding.Invariant.NO_LEAK;
import static dev.darkstore.audit.finding.Invariant.ONE_OUTCOME;
import static dev.darkstore.audit.finding.Invariant.SILENCE;
import static dev.darkstore.schemas.BranchName.DELIVERY;
import static dev.darkstore.schemas.BranchName.STORE;

import dev.darkstore.audit.record.AuditRecord;
import dev.darkstore.events.Reason;
import dev.darkstore.events.Reserved;
import dev.darkstore.schemas.Topic;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Planted defects in an order's events are found and named, in every interleaving. */
class BrokenOrdersTest {
  private final HonestLog world = new HonestLog();

  BrokenOrdersTest() {
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
    void findsAReservationOfNothing() {
      world.place("o-1", "milk", 2);
      world.received("o-1");
      world.say(
          STORE,
          "o-1",
          new Reserved(
              List.of(), Instant.ofEpochMilli(world.nowMillis() + HonestLog.HOLD_MILLIS), 0L));
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
      world.pick("o-1", HonestLog.lines("milk", 2));

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
}
