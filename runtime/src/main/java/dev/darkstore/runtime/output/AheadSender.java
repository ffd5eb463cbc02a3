package dev.darkstore.runtime.output;

import org.apache.kafka.common.header.Headers;

/**
 * Sends records ahead of the Kafka transaction in which they are decided, so that readers see them
 * at once: requests and votes, whose effect can be taken back or runs out by itself. If the Kafka
 * transaction is aborted they stay, and their sender decides again.
 *
 * <p>The topics must be written by nobody in Kafka transactions: an open one would hide what comes
 * after it.
 */
public interface AheadSender {
  /** Sends a record; it is on its topic at the latest when {@link #flush} has returned. */
  void send(String topic, byte[] key, byte[] value, Headers headers, long timestampMillis);

  /**
   * Waits until everything that was sent is on its topic; to be called before a Kafka transaction
   * is committed, so that no state says that something was sent that is not there.
   *
   * @throws org.apache.kafka.common.KafkaException if something could not be written
   */
  void flush();
}
