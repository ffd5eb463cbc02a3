package dev.darkstore.audit.supply;

import dev.darkstore.audit.finding.History;
import dev.darkstore.audit.finding.Invariant;
import dev.darkstore.audit.record.DigestTable;
import dev.darkstore.audit.record.HandledPositions;
import dev.darkstore.audit.record.Position;
import dev.darkstore.events.SupplyApplied;
import dev.darkstore.events.SupplyEvent;
import dev.darkstore.events.SupplyRefused;
import dev.darkstore.events.SupplyRepeated;
import dev.darkstore.schemas.Topic;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.avro.specific.SpecificRecord;

/**
 * Supply records and their replies, joined by the record's position, in any reading order. Only
 * supply that was applied goes into the histories of units; refused supply must be among the dead
 * letters.
 */
public final class SupplyAnswers {
  private static final long NOTHING = -1;
  private static final int TIME = 0;

  private final History history;
  private final DeadLetterBook letters;
  private final HandledPositions progress;
  private final UnitBook units;
  private final Map<Position, Supply> unanswered = new HashMap<>();
  private final Map<Position, Answer> early = new HashMap<>();
  private final Map<Position, Long> lastAnswered = new HashMap<>();
  private final long retentionMillis;
  private final DigestTable applied;
  private long newestMillis;

  private record Supply(SpecificRecord update, long timestampMillis) {}

  private record Answer(SupplyEvent event, Position at, long decidedAtMillis) {}

  public SupplyAnswers(
      History history,
      DeadLetterBook letters,
      HandledPositions progress,
      UnitBook units,
      long retentionMillis) {
    this.history = history;
    this.letters = letters;
    this.progress = progress;
    this.units = units;
    this.retentionMillis = retentionMillis;
    this.applied = new DigestTable(1, time -> time >= newestMillis - 2 * retentionMillis);
  }

  /** Notes a supply record, on the partition of its key. */
  public void record(Position position, long timestampMillis, SpecificRecord update) {
    Supply supply = new Supply(update, timestampMillis);
    Answer answer = early.remove(position);
    if (answer == null) {
      unanswered.put(position, supply);
    } else {
      join(position, supply, answer);
    }
  }

  /** Notes a reply. */
  public void answer(Topic supplyTopic, Position at, SupplyEvent event) {
    Position source = new Position(supplyTopic, at.partition(), event.getSupplyOffset());
    Position lane = new Position(supplyTopic, at.partition(), NOTHING);
    long last = lastAnswered.getOrDefault(lane, NOTHING);
    if (source.offset() <= last) {
      history
          .violations()
          .ofRecord(
              Invariant.NOTHING_LOST,
              at.toString(),
              "%s is answered again, or after the record at offset %d".formatted(source, last));
      return;
    }
    lastAnswered.put(lane, source.offset());
    long decidedAtMillis = event.getDecidedAt().toEpochMilli();
    progress.handled(source, decidedAtMillis);
    Answer answer = new Answer(event, at, decidedAtMillis);
    Supply supply = unanswered.remove(source);
    if (supply == null) {
      early.put(source, answer);
    } else {
      join(source, supply, answer);
    }
  }

  /**
   * Reports older items without a match.
   *
   * @param isHandled predicate: true if a service has processed a record, so that its reply is due
   */
  public void check(long beforeMillis, Predicate<Position> isHandled) {
    for (Iterator<Map.Entry<Position, Supply>> i = unanswered.entrySet().iterator();
        i.hasNext(); ) {
      Map.Entry<Position, Supply> entry = i.next();
      if (entry.getValue().timestampMillis() < beforeMillis && isHandled.test(entry.getKey())) {
        i.remove();
        if (entry.getValue().timestampMillis() >= history.sinceMillis()) {
          history
              .violations()
              .ofRecord(Invariant.NOTHING_LOST, entry.getKey().toString(), "it was never answered");
        }
      }
    }
    for (Iterator<Map.Entry<Position, Answer>> i = early.entrySet().iterator(); i.hasNext(); ) {
      Map.Entry<Position, Answer> entry = i.next();
      if (entry.getValue().decidedAtMillis() < beforeMillis) {
        i.remove();
        if (history.isWhole()) {
          history
              .violations()
              .ofRecord(
                  Invariant.CAUSE,
                  entry.getValue().at().toString(),
                  "it answers %s, which is no supply record".formatted(entry.getKey()));
        }
      }
    }
  }

  private void checkAppliedOnce(Position source, Supply supply, Answer answer) {
    newestMillis = Math.max(newestMillis, supply.timestampMillis());
    String updateId = answer.event().getUpdateId();
    if (updateId == null) {
      return;
    }
    String id =
        String.join("/", source.topic().topicName(), answer.event().getBranchKey(), updateId);
    int at = applied.find(id);
    if (at == DigestTable.ABSENT) {
      applied.set(applied.add(id), TIME, supply.timestampMillis());
      return;
    }
    if (supply.timestampMillis() - applied.get(at, TIME) < retentionMillis) {
      history
          .violations()
          .ofRecord(
              source.topic().equals(Topic.STOCK_UPDATES) ? Invariant.STOCK : Invariant.AGENTS,
              answer.at().toString(),
              "update %s is applied a second time".formatted(updateId));
    }
    applied.set(at, TIME, supply.timestampMillis());
  }

  private void join(Position source, Supply supply, Answer answer) {
    Object body = answer.event().getBody();
    if (body instanceof SupplyApplied applied) {
      checkAppliedOnce(source, supply, answer);
      units.applied(source.offset(), supply.update(), applied);
    } else if (body instanceof SupplyRefused refused) {
      letters.expect(source, supply.timestampMillis(), refused.getRefusal().getDetail());
    } else if (body instanceof SupplyRepeated repeated) {
      if (repeated.getFirstOffset() >= source.offset()) {
        history
            .violations()
            .ofRecord(
                Invariant.CAUSE,
                answer.at().toString(),
                "it reports %s as a repeat of a later record".formatted(source));
      }
    } else {
      throw new IllegalStateException("unhandled answer " + body.getClass());
    }
  }
}
