package dev.darkstore.chaos.load;

import dev.darkstore.events.BranchCommand;
import dev.darkstore.events.BranchEvent;
import dev.darkstore.events.BranchRelease;
import dev.darkstore.harness.HarnessException;
import dev.darkstore.schemas.EventCodec;
import dev.darkstore.schemas.Installation;
import dev.darkstore.schemas.Topic;
import dev.darkstore.schemas.UnreadableRecordException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;

/**
 * Read-uncommitted consumer of commands and events, so that a fault can be timed by a record before
 * it is committed. Not thread-safe.
 */
public final class RecordWatch implements AutoCloseable {
  private static final List<Topic> TOPICS =
      Installation.DEFAULT.topics(
          Topic.Role.COMMANDS, Topic.Role.RELEASES, Topic.Role.VOTES, Topic.Role.EVENTS);

  /**
   * Record that was read.
   *
   * @param branchKey store or zone
   */
  public record Observed(Topic topic, String orderId, String branchKey) {}

  private final KafkaConsumer<byte[], byte[]> consumer;

  public RecordWatch(Clients clients) {
    consumer = clients.consumer(false, TOPICS);
  }

  /** Waits for the next record of these topics with a body of one of these classes. */
  public Optional<Observed> await(Set<Topic> topics, Set<Class<?>> bodies, Duration limit) {
    consumer.seekToEnd(consumer.assignment());
    long deadlineNanos = System.nanoTime() + limit.toNanos();
    while (System.nanoTime() < deadlineNanos) {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Clients.POLL)) {
        Topic topic = Topic.named(record.topic()).orElseThrow();
        if (topics.contains(topic)) {
          Decoded decoded = decoded(topic, record.value());
          if (bodies.contains(decoded.body().getClass())) {
            return Optional.of(decoded.observed());
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

  private record Decoded(Observed observed, Object body) {}

  private static Decoded decoded(Topic topic, byte[] value) {
    try {
      return switch (topic.role()) {
        case COMMANDS -> {
          BranchCommand command = EventCodec.BRANCH_COMMANDS.decode(value);
          yield new Decoded(
              new Observed(topic, command.getOrderId(), command.getBranchKey()), command.getBody());
        }
        case RELEASES -> {
          BranchRelease release = EventCodec.BRANCH_RELEASES.decode(value);
          yield new Decoded(
              new Observed(topic, release.getOrderId(), release.getBranchKey()), release.getBody());
        }
        case VOTES, EVENTS -> {
          BranchEvent event = EventCodec.BRANCH_EVENTS.decode(value);
          yield new Decoded(
              new Observed(topic, event.getOrderId(), event.getBranchKey()), event.getBody());
        }
        default -> throw new IllegalArgumentException("topic is not watched: " + topic);
      };
    } catch (UnreadableRecordException e) {
      throw new HarnessException("cannot decode a record of " + topic, e);
    }
  }
}
