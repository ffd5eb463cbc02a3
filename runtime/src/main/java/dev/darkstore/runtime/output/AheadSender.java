package dev.darkstore.runtime.output;

import org.apache.kafka.common.header.Headers;

/**
 * Sends records ahead of the Kafka transaction in which they are decided, so that readers see them
 * at once: requests and votes, whose effect can be undone or expires. If the Kafka transaction is
 * aborted the records stay, and the sender decides again.
 *
 * <p>No one may write to these topics in Kafka transactions: an open one would hide the records
 * after it.
 */
public interface AheadSender {
  /**
   * Sends a record; it is written at the latest when {@link #flush} has returned.
   *
   * @param topic name of the topic on the cluster
   */
  void send(String topic, byte[] key, byte[] value, Headers headers, long timestampMillis);

  /**
   * Waits until every sent record is written; to be called before each commit of a Kafka
   * transaction, so that no committed state refers to a record that does not exist.
   *
   * @throws org.apache.kafka.common.KafkaException if a record could not be written
   */
  void flush();
}
