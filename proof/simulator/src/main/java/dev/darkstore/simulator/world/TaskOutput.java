package dev.darkstore.simulator.world;

import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.utils.Bytes;

/** Takes what a task writes. */
interface TaskOutput {
  /** A record for a topic. */
  void send(String topic, byte[] key, byte[] value, Headers headers, long timestampMillis);

  /** A change of a store. */
  void change(String store, Bytes key, byte[] value);
}
