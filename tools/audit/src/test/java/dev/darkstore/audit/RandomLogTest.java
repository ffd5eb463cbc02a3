package dev.darkstore.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkstore.audit.record.AuditRecord;
import dev.darkstore.audit.report.AuditReport;
import dev.darkstore.audit.report.Timelines;
import dev.darkstore.events.Assigned;
import dev.darkstore.events.Released;
import dev.darkstore.events.ReservationExpired;
import dev.darkstore.events.Reserved;
import dev.darkstore.schemas.EventCodec;
import dev.darkstore.schemas.Topic;
import dev.darkstore.schemas.UnreadableRecordException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Many concurrent orders of all kinds. */
class RandomLogTest {
  private static final long FIRST_SEED = Long.getLong("audit.seed", 0);
  private static final int SEEDS = Integer.getInteger("audit.seeds", 25);

  /** Several times the duration of an order. */
  private static final long MARGIN_MILLIS = 200;

  @Test
  void passesHonestLogsInAnyInterleaving() {
    for (long seed = FIRST_SEED; seed < FIRST_SEED + SEEDS; seed++) {
      Log log = new RandomWorld(new HonestLog(), seed, 4, 12).run(120).world.log;
      for (List<AuditRecord> records : interleavings(log, seed)) {
        assertThat(Verdicts.audit(records, AuditOptions.DEFAULTS).violations())
            .as(
                "seed %d; again: mvn -pl :audit -am test -Dtest=RandomLogTest"
                    + " -DargLine='-Daudit.seed=%1$d -Daudit.seeds=1'",
                seed)
            .isEmpty();
      }
    }
  }

  @Test
  void passesHonestLogsWithCausesInAnyInterleaving() {
    for (long seed = FIRST_SEED; seed < FIRST_SEED + SEEDS; seed++) {
      Log log = CausedLog.of(new RandomWorld(new HonestLog(), seed, 4, 12).run(120).world.log);
      for (List<AuditRecord> records : interleavings(log, seed)) {
        assertThat(Verdicts.audit(records, AuditOptions.DEFAULTS).violations())
            .as("seed %d", seed)
            .isEmpty();
      }
    }
  }

  @Test
  void passesWhatRetentionLeftOfHonestLogsWithCauses() {
    for (long seed = FIRST_SEED; seed < FIRST_SEED + SEEDS; seed++) {
      HonestLog world = new RandomWorld(new HonestLog(), seed, 4, 12).run(120).world;
      long lastedMillis = world.nowMillis() - HonestLog.START_MILLIS;
      long sinceMillis = HonestLog.START_MILLIS + lastedMillis * (1 + seed % 8) / 10;
      Log rest = CausedLog.of(world.log).since(sinceMillis - MARGIN_MILLIS);
      for (List<AuditRecord> records : interleavings(rest, seed)) {
        assertThat(part(records, sinceMillis).violations()).as("seed " + seed).isEmpty();
      }
    }
  }

  @Test
  void passesWhatRetentionLeftOfHonestLogs() {
    for (long seed = FIRST_SEED; seed < FIRST_SEED + SEEDS; seed++) {
      HonestLog world = new RandomWorld(new HonestLog(), seed, 4, 12).run(120).world;
      long lastedMillis = world.nowMillis() - HonestLog.START_MILLIS;
      long sinceMillis = HonestLog.START_MILLIS + lastedMillis * (1 + seed % 8) / 10;
      Log rest = world.log.since(sinceMillis - MARGIN_MILLIS);
      for (List<AuditRecord> records : interleavings(rest, seed)) {
        assertThat(part(records, sinceMillis).violations()).as("seed " + seed).isEmpty();
      }
    }
  }

  private static AuditReport part(List<AuditRecord> records, long sinceMillis) {
    Audit audit =
        Audit.ofPart(
            Log.partitionCounts(),
            AuditOptions.DEFAULTS.withSinceMillis(sinceMillis),
            violation -> {});
    records.forEach(audit::accept);
    return audit.finish();
  }

  @Test
  void noticesEveryRecordThatIsLost() throws UnreadableRecordException {
    Log log = new RandomWorld(new HonestLog(), 7, 3, 12).run(60).world.log;
    for (AuditRecord lost : log.records()) {
      if (isMissed(log, lost)) {
        List<AuditRecord> rest = new ArrayList<>(log.interleaved(lost.offset()));
        rest.remove(lost);
        assertThat(Verdicts.audit(rest, AuditOptions.DEFAULTS).isClean())
            .as("without %s: %s", lost.position(), told(log, text(lost.key())))
            .isFalse();
      }
    }
  }

  @Test
  void noticesEveryRecordThatIsWrittenTwice() throws UnreadableRecordException {
    Log log = new RandomWorld(new HonestLog(), 8, 3, 12).run(60).world.log;
    for (AuditRecord twice : log.records()) {
      if (countsAgain(twice)) {
        List<AuditRecord> more = new ArrayList<>(log.interleaved(twice.offset()));
        more.add(
            new AuditRecord(
                twice.topic(),
                twice.partition(),
                log.end(twice.topic(), twice.partition()),
                twice.timestampMillis(),
                twice.key(),
                twice.value(),
                twice.headers()));
        assertThat(Verdicts.audit(more, AuditOptions.DEFAULTS).isClean())
            .as("twice %s: %s", twice.position(), told(log, text(twice.key())))
            .isFalse();
      }
    }
  }

  /**
   * Returns true for a record whose repetition breaks an invariant, as of releases that return
   * units and of notifications.
   */
  private static boolean countsAgain(AuditRecord record) throws UnreadableRecordException {
    return switch (record.topic().role()) {
      case EVENTS -> {
        Object body = EventCodec.BRANCH_EVENTS.decode(record.value()).getBody();
        yield (body instanceof Released released && !released.getHolding().isEmpty())
            || (body instanceof ReservationExpired expired && !expired.getHolding().isEmpty());
      }
      case NOTIFICATIONS, SUPPLY_UPDATES, SUPPLY_EVENTS, MOVES, DEAD_LETTERS -> true;
      case ORDERS, ORDER_EVENTS, COMMANDS, RELEASES, VOTES -> false;
    };
  }

  /** Returns true if correct services cannot have written the log without this record. */
  private static boolean isMissed(Log log, AuditRecord record) throws UnreadableRecordException {
    return switch (record.topic().role()) {
      case EVENTS -> {
        Object body = EventCodec.BRANCH_EVENTS.decode(record.value()).getBody();
        if (body instanceof Released released) {
          yield !released.getHolding().isEmpty();
        }
        // An agent who was replaced, and never taken again, is indistinguishable from one never
        // taken.
        if (body instanceof Reserved && isReplaced(log, text(record.key()))) {
          yield false;
        }
        // For a rejected order it cannot be determined if it had been assigned before.
        yield !(body instanceof Assigned) || isPlaced(log, text(record.key()));
      }
      case ORDERS,
          ORDER_EVENTS,
          NOTIFICATIONS,
          SUPPLY_UPDATES,
          SUPPLY_EVENTS,
          MOVES,
          DEAD_LETTERS ->
          true;
      case COMMANDS, RELEASES, VOTES -> false;
    };
  }

  private static boolean isPlaced(Log log, String orderId) {
    return told(log, orderId).get(0).entries().stream()
        .anyMatch(entry -> entry.topic().equals(Topic.DELIVERY_NOTIFICATIONS));
  }

  private static boolean isReplaced(Log log, String orderId) {
    return told(log, orderId).get(0).entries().stream()
            .filter(entry -> entry.topic().equals(Topic.DELIVERY_EVENTS))
            .filter(entry -> entry.event().startsWith("Reserved"))
            .count()
        > 1;
  }

  private static String text(byte[] key) {
    return new String(key, StandardCharsets.UTF_8);
  }

  private static List<AuditReport.Timeline> told(Log log, String orderId) {
    Timelines timelines = new Timelines(List.of(orderId));
    log.records().forEach(timelines::accept);
    return timelines.toList();
  }

  private static List<List<AuditRecord>> interleavings(Log log, long seed) {
    return List.of(
        log.asWritten(),
        log.topicByTopic(false),
        log.topicByTopic(true),
        log.partitionByPartition(seed),
        log.partitionByPartition(seed + 1),
        log.interleaved(seed),
        log.interleaved(seed + 1),
        log.interleaved(seed + 2));
  }
}
