package dev.darkstore.audit.supply;

import static dev.darkstore.audit.Verdicts.assertBroken;
import static dev.darkstore.audit.Verdicts.assertClean;
import static dev.darkstore.schemas.BranchName.DELIVERY;
import static dev.darkstore.schemas.BranchName.STORE;

import dev.darkstore.audit.Books;
import dev.darkstore.audit.HonestLog;
import dev.darkstore.audit.finding.Invariant;
import dev.darkstore.audit.record.AuditRecord;
import dev.darkstore.events.Reason;
import dev.darkstore.events.StockReceived;
import dev.darkstore.events.StockUpdate;
import dev.darkstore.events.SupplyApplied;
import dev.darkstore.schemas.DeadLetterReason;
import dev.darkstore.schemas.EventCodec;
import dev.darkstore.schemas.Topic;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Supply and its replies")
class SupplyAnswersTest {
  private final HonestLog world = new HonestLog();

  SupplyAnswersTest() {
    world.receive("milk", 10);
    world.online("ann");
  }

  @Test
  @DisplayName("are clean when goods are written off under an order")
  void areCleanWhenGoodsAreWrittenOffUnderAnOrder() {
    world.begin("o-1", "milk", 8, "ann");
    world.expire(STORE, "o-1", Reason.GOODS_WRITTEN_OFF);
    world.writeOff("milk", 5);
    world.failAssignment(STORE, "o-1", Reason.GOODS_WRITTEN_OFF);
    world.rejected("o-1", Reason.GOODS_WRITTEN_OFF);
    world.release(STORE, "o-1");
    world.release(DELIVERY, "o-1");
    world.begin("o-2", "milk", 5, "ann").complete("o-2");

    assertClean(world);
  }

  @Test
  @DisplayName("are clean when a write-off is refused, though it would fit now")
  void areCleanWhenAWriteOffIsRefused() {
    world.begin("o-1", "milk", 8, "ann");
    world.assign(STORE, "o-1");
    world.deadLetter(
        world.writeOffRefused("milk", 3, "w-1"), DeadLetterReason.WRITE_OFF_EXCEEDS_STOCK);
    world.after(15_000).rejected("o-1", Reason.COMMIT_TIMED_OUT);
    world.release(STORE, "o-1");
    world.release(DELIVERY, "o-1");
    world.receive("milk", 1);
    world.begin("o-2", "milk", 11, "ann").complete("o-2");

    assertClean(world);
  }

  @Test
  @DisplayName("are broken when a refused record is not in the dead letters")
  void areBrokenWhenARefusedRecordIsNoDeadLetter() {
    world.writeOffRefused("milk", 30, null);

    assertBroken(world, Invariant.NOTHING_LOST);
  }

  @Test
  @DisplayName("are broken when a record is never answered")
  void areBrokenWhenARecordIsNeverAnswered() {
    world.log.append(
        Topic.STOCK_UPDATES,
        Books.STORE,
        EventCodec.STOCK_UPDATES.encode(
            new StockUpdate(Books.STORE, null, new StockReceived(Books.lines("milk", 1)))),
        world.nowMillis());

    assertBroken(world, Invariant.NOTHING_LOST);
  }

  @Test
  @DisplayName("are broken when a record is answered twice")
  void areBrokenWhenARecordIsAnsweredTwice() {
    AuditRecord record = world.receive("milk", 1);
    world.answer(record, new SupplyApplied(List.of()));

    assertBroken(world, Invariant.NOTHING_LOST);
  }
}
