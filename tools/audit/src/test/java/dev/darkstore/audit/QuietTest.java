package dev.darkstore.audit;

import static dev.darkstore.schemas.BranchName.DELIVERY;
import static dev.darkstore.schemas.BranchName.STORE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.darkstore.audit.finding.Invariant;
import dev.darkstore.audit.record.AuditRecord;
import dev.darkstore.audit.report.AuditReport;
import dev.darkstore.events.Reason;
import dev.darkstore.schemas.DeadLetterReason;
import dev.darkstore.schemas.Partitions;
import dev.darkstore.schemas.Topic;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

/** Late records are distinguished from lost ones by the progress of running services. */
class QuietTest {
  private static final long LONG_MILLIS = 600_000;

  private final HonestLog world = new HonestLog();

  QuietTest() {
    world.receive("milk", 10);
    world.online("ann");
    world.online("bob");
  }

  @Test
  void waitsForACoordinatorThatIsDown() {
    world.begin("o-1", "milk", 1, "ann").complete("o-1");
    world.place("o-2", "milk", 1);
    world.after(LONG_MILLIS);

    assertThat(report().violations()).isEmpty();
    assertThat(report().counts().waiting()).isEqualTo(1);
    assertThat(report().toText()).contains("waiting");
  }

  @Test
  void findsAnOrderThatTheCoordinatorPassedOver() {
    world.place("o-1", "milk", 1);
    String next = onThePartitionOf("o-1");
    world.begin(next, "milk", 1, "ann").complete(next);
    world.after(LONG_MILLIS);

    assertThat(report().violationCounts())
        .containsOnlyKeys(Invariant.NOTHING_LOST, Invariant.ONE_OUTCOME);
    assertThat(report().counts().waiting()).isZero();
  }

  @Test
  void waitsForTheOutcomeWhileTheCoordinatorIsBehind() {
    world.begin("o-1", "milk", 1, "ann");
    world.after(LONG_MILLIS);
    assertThat(report().violationCounts())
        .containsOnlyKeys(Invariant.ONE_OUTCOME, Invariant.NO_LEAK);

    world.place(onThePartitionOf("o-1"), "milk", 1);
    world.after(LONG_MILLIS);
    assertThat(report().violations()).isEmpty();
    assertThat(report().counts().waiting()).isEqualTo(2);
  }

  @Test
  void waitsForAParticipantThatIsDown() {
    world.begin("o-1", "milk", 1, "ann");
    world.command(STORE, "o-1"); // Reserve
    world.rejected("o-1", Reason.COMMIT_TIMED_OUT);
    world.command(STORE, "o-1"); // Release
    world.release(DELIVERY, "o-1");
    world.after(LONG_MILLIS);

    assertThat(report().violations()).isEmpty();
    assertThat(report().counts().waiting()).isEqualTo(1);
  }

  @Test
  void findsAReleaseThatTheParticipantPassedOver() {
    world.begin("o-1", "milk", 1, "ann");
    world.command(STORE, "o-1"); // Reserve
    world.rejected("o-1", Reason.COMMIT_TIMED_OUT);
    world.command(STORE, "o-1"); // Release
    world.release(DELIVERY, "o-1");
    world.place("o-2", "milk", 1);
    world.command(STORE, "o-2");
    world.received("o-2");
    world.reserveGoods("o-2");
    world.reserveAgent("o-2", "bob");
    world.complete("o-2");
    world.after(LONG_MILLIS);

    assertThat(report().violationCounts()).containsOnlyKeys(Invariant.NO_LEAK);
  }

  @Test
  void waitsForAStrayToBeSentOnUntilWhatCameAfterItWas() {
    AuditRecord right = world.place("o-1", "milk", 1);
    int wrong = (right.partition() + 1) % Log.PARTITIONS;
    world.log.remove(right);
    world.log.append(
        Topic.ORDERS, wrong, right.key(), right.value(), world.nowMillis(), new RecordHeaders());
    world.after(LONG_MILLIS);
    assertThat(report().violations()).isEmpty();

    String next = onPartition(wrong, "o-1");
    world.begin(next, "milk", 1, "ann").complete(next);
    world.after(LONG_MILLIS);
    assertThat(report().violationCounts()).containsOnlyKeys(Invariant.NOTHING_LOST);
  }

  @Test
  void waitsForADeadLetterUntilWhatCameAfterItIsOne() {
    AuditRecord first =
        world.log.append(Topic.ORDERS, "o-1", Log.bytes("garbage"), world.nowMillis());
    AuditRecord second =
        world.log.append(Topic.ORDERS, "o-1", Log.bytes("garbage"), world.nowMillis());
    world.after(LONG_MILLIS);
    assertThat(report().violations()).isEmpty();

    world.deadLetter(second, DeadLetterReason.UNREADABLE);
    world.after(LONG_MILLIS);
    assertThat(report().violations())
        .singleElement()
        .satisfies(found -> assertThat(found.subject()).isEqualTo(first.position().toString()));
  }

  private AuditReport report() {
    return Verdicts.feed(world.log.topicByTopic(true), AuditOptions.DEFAULTS)
        .finish(world.nowMillis());
  }

  private static String onThePartitionOf(String orderId) {
    return onPartition(Partitions.of(Log.bytes(orderId), Log.PARTITIONS), orderId);
  }

  private static String onPartition(int partition, String unlike) {
    for (int i = 0; ; i++) {
      String id = "other-" + i;
      if (!id.equals(unlike) && Partitions.of(Log.bytes(id), Log.PARTITIONS) == partition) {
        return id;
      }
    }
  }
}
