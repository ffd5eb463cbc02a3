package dev.darkstore.simulator.world;

import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.utils.Bytes;

/** Consumer of a task's output. */
interface TaskOutput {
  /** Sends a record to a topic. */
  void send(String topic, byte[] key, byte[] value, Headers headers, long timestampMillis);

  /** Notes a change of a store. */
  void change(String store, Bytes key, byte[] value);
}
