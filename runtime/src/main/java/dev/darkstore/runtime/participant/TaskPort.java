package dev.darkstore.runtime.participant;

import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.state.KeyValueStore;

/** Means that a task gives its resource, besides the units and the reservations. */
public interface TaskPort {

  /** Returns the store of what the task knows by messages of other tasks. */
  KeyValueStore<String, byte[]> own();

  /** Returns the task's clock. */
  long nowMillis();

  /**
   * Sends a message to the task that a key belongs to.
   *
   * @param body of the message, which names its kind
   */
  void send(String key, byte[] value, SpecificRecord body);

  /** Writes beside the answers to supply what no supply record led to. */
  void announce(String branchKey, byte[] value, SpecificRecord body);
}
