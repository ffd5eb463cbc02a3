package dev.darkstore.harness;

import java.time.Duration;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.errors.WakeupException;

/** Thread that reads topics from their beginning until it is closed. */
public final class ReaderThread implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(20);
  private static final Duration END_LIMIT = Duration.ofSeconds(10);

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Thread thread;
  private volatile boolean closed;

  /**
   * Starts the thread.
   *
   * @param reader consumer of each record
   * @param afterPoll action after every poll, about 50 times a second
   */
  public ReaderThread(
      String name,
      KafkaConsumer<byte[], byte[]> consumer,
      Consumer<ConsumerRecord<byte[], byte[]>> reader,
      Runnable afterPoll,
      Failures failures) {
    this.consumer = consumer;
    thread =
        new Thread(
            failures.guarded(
                name,
                () -> {
                  while (!closed) {
                    read(reader);
                    afterPoll.run();
                  }
                }),
            name);
    thread.setDaemon(true);
    thread.start();
  }

  private void read(Consumer<ConsumerRecord<byte[], byte[]>> reader) {
    try {
      consumer.poll(POLL).forEach(reader);
    } catch (WakeupException e) {
      if (!closed) {
        throw e;
      }
    }
  }

  @Override
  public void close() {
    closed = true;
    consumer.wakeup();
    if (Waiting.until(END_LIMIT, () -> !thread.isAlive())) {
      consumer.close();
    }
  }
}
