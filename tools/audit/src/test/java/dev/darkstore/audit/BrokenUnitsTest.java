package dev.darkstore.audit;

import static dev.darkstore.audit.Verdicts.assertBroken;
import static dev.darkstore.audit.Verdicts.assertClean;
import static dev.darkstore.audit.finding.Invariant.AGENTS;
import static dev.darkstore.audit.finding.Invariant.EXPIRY;
import static dev.darkstore.audit.finding.Invariant.NOTHING_LOST;
import static dev.darkstore.audit.finding.Invariant.NO_LEAK;
import static dev.darkstore.audit.finding.Invariant.STOCK;
import static dev.darkstore.schemas.BranchName.DELIVERY;
import static dev.darkstore.schemas.BranchName.STORE;

import dev.darkstore.audit.record.AuditRecord;
import dev.darkstore.events.HeldUnit;
import dev.darkstore.events.Reason;
import dev.darkstore.events.Released;
import dev.darkstore.events.Reserved;
import dev.darkstore.schemas.DeadLetterReason;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Planted defects in a unit's history are found and named, in every interleaving. */
class BrokenUnitsTest {
  private final HonestLog world = new HonestLog();

  BrokenUnitsTest() {
    world.receive("milk", 10);
    world.online("ann");
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

      // The change names the repeat as applied: it is consistent only if it was.
      assertBroken(world, STOCK);
    }

    @Test
    void findsGoodsGivenBackTwice() {
      world.begin("o-1", "milk", 2, "ann");
      List<HeldUnit> held = world.order("o-1").goods;
      world.reject("o-1", Reason.COMMIT_TIMED_OUT);
      HonestLog.Unit milk = world.unit("milk");
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

      // The balance is wrong both with it and without it.
      assertBroken(world, STOCK);
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
    void findsAnAgentWhomADeliveryFreedBeforeItsOrderWasRejected() {
      world.begin("o-1", "milk", 1, "ann");
      world.assign(DELIVERY, "o-1");
      world.complete("ann", "o-1");
      world.begin("o-2", "milk", 1, "ann").complete("o-2");
      world.reject("o-1", Reason.COMMIT_TIMED_OUT);

      assertBroken(world, NO_LEAK);
    }

    @Test
    void findsAnAgentWithOrdersInTwoZones() {
      HonestLog other = new HonestLog(world.log, "store-2", "zone-2");
      other.receive("milk", 10);
      other.online("ann");
      world.begin("o-1", "milk", 1, "ann").complete("o-1");
      other.begin("o-2", "milk", 1, "ann").complete("o-2");

      assertBroken(world, AGENTS);
    }

    @Test
    void passesAnAgentWhoMovedToAnotherZone() {
      HonestLog other = new HonestLog(world.log, "store-2", "zone-2");
      other.receive("milk", 10);
      world.begin("o-1", "milk", 1, "ann").complete("o-1");
      world.complete("ann", "o-1");
      world.offline("ann");
      other.after(world.nowMillis() - other.nowMillis()).online("ann");
      other.begin("o-2", "milk", 1, "ann").complete("o-2");

      Verdicts.assertClean(world);
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
      world.order("o-1").agent = List.of(world.unit("ann").held(1));
      world.complete("o-1");

      assertBroken(world, AGENTS);
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
      world.after(HonestLog.HOLD_MILLIS - 100).expire(STORE, "o-1", Reason.RESERVATION_EXPIRED);
      world.reject("o-1", Reason.RESERVATION_EXPIRED);

      assertBroken(world, EXPIRY);
    }

    @Test
    void findsAReservationThatRanOutTooLate() {
      world.begin("o-1", "milk", 1, "ann");
      world.after(HonestLog.HOLD_MILLIS + 2_000).expire(STORE, "o-1", Reason.RESERVATION_EXPIRED);
      world.reject("o-1", Reason.RESERVATION_EXPIRED);

      assertClean(world);
      assertBroken(world, AuditOptions.DEFAULTS.withLatenessMaxMillis(1_000), EXPIRY);
    }

    @Test
    void findsAnAssignmentAfterTheTimer() {
      world.begin("o-1", "milk", 1, "ann");
      world.after(HonestLog.HOLD_MILLIS).complete("o-1");

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
              Instant.ofEpochMilli(world.nowMillis() + HonestLog.HOLD_MILLIS),
              0L));
      world.complete("o-1");

      assertBroken(world, EXPIRY);
    }
  }
}
