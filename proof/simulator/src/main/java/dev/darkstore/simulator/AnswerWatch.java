package dev.darkstore.simulator;

import dev.darkstore.events.SupplyEvent;
import dev.darkstore.schemas.ClientRecords;
import dev.darkstore.schemas.Topic;
import dev.darkstore.schemas.UnreadableRecordException;
import dev.darkstore.simulator.world.Event;
import dev.darkstore.simulator.world.LoggedRecord;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Check of supply records and their replies: every readable one has exactly one. */
final class AnswerWatch {
  private final int partitions;
  private final Set<String> awaited = new TreeSet<>();
  private final Set<String> answered = new TreeSet<>();

  AnswerWatch(int partitions) {
    this.partitions = partitions;
  }

  /** Notes records that a participant has read and committed. */
  void read(List<LoggedRecord> records) {
    for (LoggedRecord record : records) {
      if (isReadableSupply(record) && !StateKey.isStray(record, partitions)) {
        awaited.add(place(record.topic(), record.partition(), record.offset()));
      }
    }
  }

  /** Notes a reply. */
  void visible(Event event) {
    if (((SupplyEvent) event.message()).getMove() != null) {
      return;
    }
    Topic supply =
        event.topic().equals(Topic.STOCK_EVENTS) ? Topic.STOCK_UPDATES : Topic.AGENT_UPDATES;
    long offset = ((SupplyEvent) event.message()).getSupplyOffset();
    String place = place(supply, event.record().partition(), offset);
    if (!answered.add(place)) {
      throw new Violated("ANSWERED", Optional.empty(), place + " is answered a second time");
    }
  }

  /** Checks that no record is left unanswered. */
  void checkQuiet() {
    awaited.removeAll(answered);
    for (String place : awaited) {
      throw new Violated("ANSWERED", Optional.empty(), place + " was read and never answered");
    }
  }

  private static boolean isReadableSupply(LoggedRecord record) {
    try {
      if (record.topic().equals(Topic.STOCK_UPDATES)) {
        ClientRecords.stockUpdate(record.key(), record.value());
        return true;
      }
      if (record.topic().equals(Topic.AGENT_UPDATES)) {
        ClientRecords.agentUpdate(record.key(), record.value());
        return true;
      }
      return false;
    } catch (UnreadableRecordException e) {
      return false; // A dead letter, checked by the audit.
    }
  }

  private static String place(Topic topic, int partition, long offset) {
    return topic.topicName() + "-" + partition + "@" + offset;
  }
}
