package dev.darkstore.topology.scenario;

import dev.darkstore.schemas.DeadLetterHeaders;
import dev.darkstore.schemas.Topic;
import dev.darkstore.simulator.world.Event;
import dev.darkstore.simulator.world.LoggedRecord;
import dev.darkstore.simulator.world.World;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.stream.Collectors;

/** Where records lie. */
final class Positions {
  private Positions() {}

  /** Topic, partition and offset of a record, as text. */
  static String of(LoggedRecord record) {
    return text(record.topic().topicName(), record.partition(), record.offset());
  }

  /** Where the records lay that are in the dead letters now. */
  static Set<String> ofDeadLetters(World world) {
    return world.events(Topic.DEAD_LETTERS).stream()
        .map(Event::record)
        .map(letter -> DeadLetterHeaders.read(letter.headers()).orElseThrow())
        .map(from -> text(from.sourceTopic(), from.sourcePartition(), from.sourceOffset()))
        .collect(Collectors.toSet());
  }

  /** A record's key as text. */
  static String keyOf(LoggedRecord record) {
    return new String(record.key(), StandardCharsets.UTF_8);
  }

  private static String text(String topic, int partition, long offset) {
    return topic + "-" + partition + "@" + offset;
  }
}
