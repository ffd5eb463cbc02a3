package dev.darkstore.runtime.participant;

import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.state.KeyValueStore;

/** Services of a task for its resource, besides the units and the reservations. */
public interface TaskPort {

  /** Returns the store for state that follows from messages of other tasks. */
  KeyValueStore<String, byte[]> own();

  /** Returns the task's clock. */
  long nowMillis();

  /**
   * Sends a message to the task that owns a key.
   *
   * @param body body of the message, which determines its type
   */
  void send(String key, byte[] value, SpecificRecord body);

  /** Publishes, on the topic of replies to supply, an event without a supply record. */
  void announce(String branchKey, byte[] value, SpecificRecord body);
}
