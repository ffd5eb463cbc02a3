package dev.darkstore.conformance.wire;

import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/**
 * Connection to one participant. The scenarios use only this interface, so they run on a cluster in
 * real time ({@link KafkaWire}) and on a topology with a virtual clock ({@link TopologyWire}).
 *
 * <p>Used by one thread at a time.
 */
public interface Wire extends AutoCloseable {
  /** Returns the topics of the branch. */
  BranchTopics topics();

  /** Returns the number of partitions of a topic of the branch. */
  int partitions(String topic);

  /** Returns the time of the connection's clock, which never steps back. */
  long nowMillis();

  /**
   * Writes a record.
   *
   * @return supplier of the record's position, once it is known
   */
  Supplier<String> send(Outgoing record);

  /**
   * Returns the records that the participant has written since the last call. If there are none,
   * lets some time pass first, at most this much.
   */
  List<Incoming> poll(Duration atMost);

  /** Returns true if {@link #restart} is supported. */
  default boolean canRestart() {
    return false;
  }

  /** Stops the participant, and returns when it was started again. */
  default void restart() {
    throw new UnsupportedOperationException("this participant cannot be restarted");
  }

  @Override
  void close();
}
