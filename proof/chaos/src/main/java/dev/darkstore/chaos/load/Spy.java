package dev.darkstore.chaos.load;

import dev.darkstore.events.BranchCommand;
import dev.darkstore.events.BranchEvent;
import dev.darkstore.events.BranchRelease;
import dev.darkstore.harness.HarnessException;
import dev.darkstore.schemas.EventCodec;
import dev.darkstore.schemas.Topic;
import dev.darkstore.schemas.UnreadableRecordException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;

/**
 * Sees commands and events when they are written, before they are committed, so that a fault can be
 * timed by them. Not for several threads.
 */
public final class Spy implements AutoCloseable {
  private static final List<Topic> TOPICS =
      Topic.of(Topic.Role.COMMANDS, Topic.Role.RELEASES, Topic.Role.VOTES, Topic.Role.EVENTS);

  /**
   * A record that was seen.
   *
   * @param branchKey the store or the zone
   */
  public record Sighting(Topic topic, String orderId, String branchKey) {}

  private final KafkaConsumer<byte[], byte[]> consumer;

  public Spy(Clients clients) {
    consumer = clients.consumer(false, TOPICS);
  }

  /** Waits for the next record of these topics that says one of these things. */
  public Optional<Sighting> await(Set<Topic> topics, Set<Class<?>> bodies, Duration limit) {
    consumer.seekToEnd(consumer.assignment());
    long deadlineNanos = System.nanoTime() + limit.toNanos();
    while (System.nanoTime() < deadlineNanos) {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Clients.POLL)) {
        Topic topic = Topic.named(record.topic()).orElseThrow();
        if (topics.contains(topic)) {
          Said said = said(topic, record.value());
          if (bodies.contains(said.body().getClass())) {
            return Optional.of(said.sighting());
          }
        }
      }
    }
    return Optional.empty();
  }

  @Override
  public void close() {
    consumer.close();
  }

  private record Said(Sighting sighting, Object body) {}

  private static Said said(Topic topic, byte[] value) {
    try {
      return switch (topic.role()) {
        case COMMANDS -> {
          BranchCommand command = EventCodec.BRANCH_COMMANDS.decode(value);
          yield new Said(
              new Sighting(topic, command.getOrderId(), command.getBranchKey()), command.getBody());
        }
        case RELEASES -> {
          BranchRelease release = EventCodec.BRANCH_RELEASES.decode(value);
          yield new Said(
              new Sighting(topic, release.getOrderId(), release.getBranchKey()), release.getBody());
        }
        case VOTES, EVENTS -> {
          BranchEvent event = EventCodec.BRANCH_EVENTS.decode(value);
          yield new Said(
              new Sighting(topic, event.getOrderId(), event.getBranchKey()), event.getBody());
        }
        default -> throw new IllegalArgumentException("no topic that is spied on: " + topic);
      };
    } catch (UnreadableRecordException e) {
      throw new HarnessException("a service wrote to " + topic + " what cannot be read", e);
    }
  }
}
