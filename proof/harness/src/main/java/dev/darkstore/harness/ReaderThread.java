package dev.darkstore.harness;

import java.time.Duration;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.errors.WakeupException;

/** Thread that reads the partitions assigned to a consumer until it is closed. */
public final class ReaderThread implements AutoCloseable {
  private static final Duration END_LIMIT = Duration.ofSeconds(10);

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Thread thread;
  private volatile boolean closed;

  /**
   * Starts the thread.
   *
   * @param poll maximum duration of a poll
   * @param reader consumer of each record
   * @param afterPoll action after every poll
   */
  public ReaderThread(
      String name,
      KafkaConsumer<byte[], byte[]> consumer,
      Duration poll,
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
                    read(poll, reader);
                    afterPoll.run();
                  }
                }),
            name);
    thread.setDaemon(true);
    thread.start();
  }

  private void read(Duration poll, Consumer<ConsumerRecord<byte[], byte[]>> reader) {
    try {
      consumer.poll(poll).forEach(reader);
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
