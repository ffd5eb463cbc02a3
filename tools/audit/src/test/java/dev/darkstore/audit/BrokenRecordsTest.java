package dev.darkstore.audit;

import static dev.darkstore.audit.Verdicts.assertBroken;
import static dev.darkstore.audit.finding.Invariant.NOTHING_LOST;
import static dev.darkstore.audit.finding.Invariant.NO_LEAK;
import static dev.darkstore.audit.finding.Invariant.READABLE;
import static dev.darkstore.audit.finding.Invariant.STOCK;
import static dev.darkstore.audit.finding.Invariant.WRITER;
import static dev.darkstore.schemas.BranchName.DELIVERY;
import static dev.darkstore.schemas.BranchName.STORE;

import dev.darkstore.audit.record.AuditRecord;
import dev.darkstore.events.Reason;
import dev.darkstore.events.Released;
import dev.darkstore.schemas.DeadLetterReason;
import dev.darkstore.schemas.Topic;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Missing and superfluous records are found and named, in every interleaving. */
class BrokenRecordsTest {
  private final HonestLog world = new HonestLog();

  BrokenRecordsTest() {
    world.receive("milk", 10);
    world.online("ann");
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
    void findsADeadLetterThatCallsANewOrderTooOld() {
      AuditRecord order = world.place("o-1", "milk", 1);
      world.received("o-1");
      world.reserveGoods("o-1");
      world.reserveAgent("o-1", "ann");
      world.complete("o-1");
      world.deadLetter(order, DeadLetterReason.OLDER_THAN_RETENTION);

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
      world.placeAgain("o-1", HonestLog.lines("milk", 2));

      assertBroken(world, NOTHING_LOST);
    }

    @Test
    void findsADeadLetterOfRefusedSupplyThatIsThereTwice() {
      AuditRecord tooMuch = world.writeOffRefused("milk", 1_000, null);
      world.deadLetter(tooMuch, DeadLetterReason.WRITE_OFF_EXCEEDS_STOCK);
      world.deadLetter(tooMuch, DeadLetterReason.WRITE_OFF_EXCEEDS_STOCK);

      assertBroken(world, STOCK);
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
      world.begin("o-1", "milk", 1, "ann").complete("o-1");
      AuditRecord command = world.command(STORE, "o-1");
      world.log.remove(command);
      world.log.append(Topic.STORE_COMMANDS, "store-2", command.value(), world.nowMillis());

      assertBroken(world, WRITER);
    }

    @Test
    void findsARecordOfAServiceOnAWrongPartition() {
      world.begin("o-1", "milk", 1, "ann").complete("o-1");
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
