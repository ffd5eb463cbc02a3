package dev.darkstore.runtime.output;

import dev.darkstore.schemas.Installation;
import dev.darkstore.schemas.Topic;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Outputs of a task: facts in its Kafka transaction; requests and votes ahead of it if there is a
 * sender, otherwise in it.
 *
 * <p>Owned by one task, hence one thread.
 */
public final class Outputs {
  private final ProcessorContext<byte[], byte[]> context;
  private final Optional<AheadSender> sender;
  private final Installation installation;

  /**
   * Creates the outputs of a task.
   *
   * @param sender sender of requests and votes ahead of the commit; empty if there is none
   * @param installation installation that the topics belong to
   */
  public Outputs(
      ProcessorContext<byte[], byte[]> context,
      Optional<AheadSender> sender,
      Installation installation) {
    this.context = context;
    this.sender = sender;
    this.installation = installation;
  }

  /** Returns the name of the sink that leads to a topic. */
  public static String sinkOf(Topic topic) {
    return topic.topicName() + "-sink";
  }

  /** Returns true if requests and votes go ahead of the Kafka transaction. */
  public boolean areAhead() {
    return sender.isPresent();
  }

  /** Writes a fact. */
  public void fact(Topic topic, String key, byte[] value, Headers headers, long nowMillis) {
    context.forward(new Record<>(bytes(key), value, nowMillis, headers), sinkOf(topic));
  }

  /** Writes a request or a vote. */
  public void ahead(Topic topic, String key, byte[] value, Headers headers, long nowMillis) {
    if (sender.isPresent()) {
      sender.get().send(installation.nameOf(topic), bytes(key), value, headers, nowMillis);
    } else {
      fact(topic, key, value, headers, nowMillis);
    }
  }

  /** Waits until all requests and votes are written; to be called before each commit. */
  public void flush() {
    sender.ifPresent(AheadSender::flush);
  }

  private static byte[] bytes(String key) {
    return key.getBytes(StandardCharsets.UTF_8);
  }
}
