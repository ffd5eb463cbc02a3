package dev.darkstore.audit;

import static dev.darkstore.schemas.BranchName.DELIVERY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.darkstore.audit.finding.Invariant;
import dev.darkstore.audit.finding.Violation;
import dev.darkstore.audit.record.AuditRecord;
import dev.darkstore.audit.report.AuditReport;
import dev.darkstore.audit.report.TimelineEntry;
import dev.darkstore.client.cluster.LogReader;
import dev.darkstore.client.cluster.UnusableException;
import dev.darkstore.events.Reason;
import dev.darkstore.schemas.DeadLetterReason;
import dev.darkstore.schemas.Topic;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

class TopicAuditTest {
  private static final AuditOptions ALL_IS_OVER = AuditOptions.DEFAULTS.withGraceMillis(0);

  private final HonestLog world = new HonestLog();
  private final List<Violation> heard = new ArrayList<>();

  TopicAuditTest() {
    world.receive("milk", 10);
    world.online("ann");
    world.online("bob");
  }

  @Test
  void readsEverythingUpToTheEnd() {
    world.begin("o-1", "milk", 1, "ann").complete("o-1");
    world.begin("o-2", "milk", 1, "bob").reject("o-2", Reason.COMMIT_TIMED_OUT);

    AuditReport report = run(new LogConsumer(world.log), ALL_IS_OVER);

    assertThat(report.violations()).isEmpty();
    assertThat(report.counts().records()).isEqualTo(world.log.records().size());
    assertThat(report.counts().orders()).isEqualTo(2);
    assertThat(report.sinceMillis()).isEmpty();
    assertThat(report.timelines()).isEmpty();
  }

  @Test
  void readsNoFurtherThanTheEndThatItSaw() {
    world.begin("o-1", "milk", 1, "ann").complete("o-1");
    int before = world.log.records().size();
    AtomicInteger polls = new AtomicInteger();
    LogConsumer consumer =
        new LogConsumer(world.log)
            .beforePolls(() -> world.place("later-" + polls.incrementAndGet(), "milk", 1));

    AuditReport report = run(consumer, ALL_IS_OVER);

    assertThat(report.violations()).isEmpty();
    assertThat(report.counts().records()).isEqualTo(before);
  }

  @Test
  void leavesWhatIsYoungerThanTheGraceTimeAlone() {
    world.begin("o-1", "milk", 1, "ann");
    world.after(AuditOptions.DEFAULTS.graceMillis() - 100);

    AuditReport report = run(new LogConsumer(world.log), AuditOptions.DEFAULTS);

    assertThat(report.violations()).isEmpty();
    assertThat(report.counts().inFlight()).isEqualTo(1);
    world.after(200);
    assertThat(run(new LogConsumer(world.log), AuditOptions.DEFAULTS).violationCounts())
        .containsOnlyKeys(Invariant.ONE_OUTCOME);
    world.after(HonestLog.HOLD_MILLIS);
    assertThat(run(new LogConsumer(world.log), AuditOptions.DEFAULTS).violationCounts())
        .containsOnlyKeys(Invariant.ONE_OUTCOME, Invariant.NO_LEAK);
  }

  @Test
  void tellsWhatHappenedToTheOrdersThatItComplainsOf() {
    world.begin("o-1", "milk", 1, "ann").complete("o-1");
    world.begin("o-2", "milk", 2, "bob");
    world.after(5).rejected("o-2", Reason.COMMIT_TIMED_OUT);
    world.release(DELIVERY, "o-2");

    AuditReport report = run(new LogConsumer(world.log), ALL_IS_OVER);

    assertThat(report.violationCounts()).containsOnlyKeys(Invariant.NO_LEAK);
    assertThat(report.timelines()).extracting(AuditReport.Timeline::orderId).containsExactly("o-2");
    assertThat(report.timelines().get(0).entries())
        .extracting(TimelineEntry::sinceOrderMillis, TimelineEntry::topic, TimelineEntry::event)
        .containsExactly(
            tuple(0L, Topic.ORDERS, "PlaceOrder 2 x milk, store store-1, zone zone-1"),
            tuple(5L, Topic.ORDER_EVENTS, "OrderReceived"),
            tuple(
                10L,
                Topic.STORE_EVENTS,
                "Reserved 2 x milk (change 2, 7 left) until 2023-11-14T22:15:20.032Z"),
            tuple(
                11L,
                Topic.DELIVERY_EVENTS,
                "Reserved 1 x bob (change 1, 0 left) until 2023-11-14T22:15:20.033Z"),
            tuple(16L, Topic.DELIVERY_EVENTS, "Released returns 1 x bob (change 2, 1 left)"),
            tuple(16L, Topic.ORDER_EVENTS, "OrderRejected COMMIT_TIMED_OUT: because"));
  }

  @Test
  void followsAndTellsWhatItFindsWhenItFindsIt() {
    world.begin("o-1", "milk", 1, "ann").complete("o-1");
    AtomicInteger rounds = new AtomicInteger();

    AuditReport report =
        audit(new LogConsumer(world.log), AuditOptions.DEFAULTS.following())
            .run(
                () -> {
                  switch (rounds.incrementAndGet()) {
                    case 1 -> world.begin("o-2", "milk", 1, "bob");
                    case 2 -> {
                      assertThat(heard).isEmpty();
                      world.pick("o-2");
                      world.rejected("o-2", Reason.COMMIT_TIMED_OUT);
                    }
                    case 3 ->
                        assertThat(heard)
                            .extracting(Violation::invariant)
                            .containsExactly(Invariant.SILENCE);
                    default -> {
                      world.after(600_000);
                    }
                  }
                  return rounds.get() > 5;
                });

    assertThat(heard)
        .extracting(Violation::invariant)
        .containsExactly(Invariant.SILENCE, Invariant.NO_LEAK);
    assertThat(report.counts().orders()).isEqualTo(2);
    assertThat(report.timelines()).hasSize(1);
  }

  @Test
  void judgesFromWhereNothingIsMissing() {
    world.begin("o-1", "milk", 2, "ann").complete("o-1");
    world.begin("o-2", "milk", 1, "bob");
    long cutMillis = world.after(1_000).nowMillis();
    world.reject("o-2", Reason.COMMIT_TIMED_OUT);
    world.begin("o-3", "milk", 1, "bob").complete("o-3");
    world.receive("milk", 5);
    world.complete("ann", "o-1");
    world.begin("o-4", "milk", 1, "ann").reject("o-4", Reason.COMMIT_TIMED_OUT);

    AuditReport report =
        run(new LogConsumer(world.log).withoutWhatIsBefore(cutMillis), ALL_IS_OVER);

    assertThat(report.violations()).isEmpty();
    assertThat(report.sinceMillis()).isPresent();
    assertThat(report.counts().orders()).isBetween(1L, 2L);
    assertThat(report.toText()).contains("orders judged since");
  }

  @Test
  void judgesFromWhenItIsAskedTo() {
    world.begin("o-1", "milk", 2, "ann");
    world.rejected("o-1", Reason.COMMIT_TIMED_OUT);
    long sinceMillis = world.after(600_000).nowMillis();
    world.begin("o-2", "milk", 1, "bob").complete("o-2");

    AuditReport report = run(new LogConsumer(world.log), ALL_IS_OVER.withSinceMillis(sinceMillis));

    assertThat(report.violations()).isEmpty();
    assertThat(report.counts().orders()).isEqualTo(1);
  }

  @Test
  void doesNotJudgeAnOrderThatWasOnlyPlacedAgainSince() {
    world.begin("o-1", "milk", 2, "ann").complete("o-1");
    long sinceMillis = world.after(600_000).nowMillis();
    world.placeAgain("o-1", HonestLog.lines("milk", 2));
    world.placed("o-1");
    AuditRecord other = world.placeAgain("o-1", HonestLog.lines("milk", 9));
    world.deadLetter(other, DeadLetterReason.ORDER_ID_REUSED);
    world.begin("o-2", "milk", 1, "bob").complete("o-2");

    AuditReport report = run(new LogConsumer(world.log), ALL_IS_OVER.withSinceMillis(sinceMillis));

    assertThat(report.violations()).isEmpty();
  }

  @Test
  void saysThatTheBrokerIsGoneInTheMiddle() {
    AtomicInteger asked = new AtomicInteger();
    LogConsumer consumer =
        new LogConsumer(world.log) {
          @Override
          public synchronized ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
            return ConsumerRecords.empty();
          }

          @Override
          public synchronized Map<TopicPartition, Long> endOffsets(
              Collection<TopicPartition> partitions, Duration timeout) {
            if (asked.incrementAndGet() > 1) {
              throw new TimeoutException("after " + timeout);
            }
            return super.endOffsets(partitions, timeout);
          }
        };

    assertThatThrownBy(() -> run(consumer, ALL_IS_OVER))
        .isInstanceOf(UnusableException.class)
        .hasMessageContaining("no broker at here:9092 answered");
  }

  @Test
  void namesTheTopicsThatAreMissing() {
    LogConsumer consumer =
        new LogConsumer(world.log) {
          @Override
          public synchronized Map<String, List<PartitionInfo>> listTopics(Duration timeout) {
            Map<String, List<PartitionInfo>> topics = super.listTopics(timeout);
            topics.keySet().removeAll(List.of("store-events", "dead-letters"));
            return topics;
          }
        };

    assertThatThrownBy(() -> run(consumer, ALL_IS_OVER))
        .isInstanceOf(UnusableException.class)
        .hasMessageContaining("here:9092")
        .hasMessageContaining("store-events")
        .hasMessageContaining("dead-letters");
  }

  @Test
  void saysThatNoBrokerAnswers() {
    LogConsumer consumer =
        new LogConsumer(world.log) {
          @Override
          public synchronized Map<String, List<PartitionInfo>> listTopics(Duration timeout) {
            throw new TimeoutException("after " + timeout);
          }
        };

    assertThatThrownBy(() -> run(consumer, ALL_IS_OVER))
        .isInstanceOf(UnusableException.class)
        .hasMessageContaining("no broker at here:9092 answered within 10 s");
  }

  @Test
  void saysWhatIsWrongWithAnAddress() {
    assertThatThrownBy(
            () ->
                TopicAudit.run(
                    Map.of("bootstrap.servers", "no-such-host.invalid:9092"), ALL_IS_OVER))
        .isInstanceOf(UnusableException.class)
        .hasMessageContaining("bootstrap");
  }

  private AuditReport run(LogConsumer consumer, AuditOptions options) {
    return audit(consumer, options).run(() -> false);
  }

  private TopicAudit audit(LogConsumer consumer, AuditOptions options) {
    Clock clock =
        new Clock() {
          @Override
          public ZoneOffset getZone() {
            return ZoneOffset.UTC;
          }

          @Override
          public Clock withZone(java.time.ZoneId zone) {
            return this;
          }

          @Override
          public Instant instant() {
            return Instant.ofEpochMilli(world.nowMillis());
          }
        };
    return new TopicAudit(new LogReader(consumer, "here:9092"), options, clock, heard::add);
  }
}
