package dev.darkstore.runtime.state;

/** State of a task that does not match the cluster; the message lists the remedies. */
public final class StateMismatchException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  StateMismatchException(ClusterFacts.Mismatch mismatch, int partition, String topic) {
    super(message(mismatch, partition, topic));
  }

  private StateMismatchException(String message) {
    super(message);
  }

  /** Returns the exception for a changed number of partitions, which cannot be accepted. */
  static StateMismatchException changedPartitions(String topic, int before, int now) {
    return new StateMismatchException(
        ("topic %s has %s partitions, and had %s when the state was written: keys are not where their"
                + " state is. This installation cannot continue; docs/migration.md leads to a new one")
            .formatted(topic, now, before));
  }

  private static String message(ClusterFacts.Mismatch mismatch, int partition, String topic) {
    String what =
        switch (mismatch) {
          case LOST_STATE ->
              ("the group has committed offsets of partition %s, but the state that was committed"
                      + " with them is missing: earlier decisions would be repeated."
                      + " Restore the changelog topics, or, if nothing is lost by it,")
                  .formatted(partition);
          case LOST_OFFSETS ->
              ("there is state of partition %s, but the group's committed offsets are missing:"
                      + " all topics would be read again from their beginning. Set the group's"
                      + " offsets with Kafka's tools, or, to read all records again (repeats are ignored),")
                  .formatted(partition);
          case NEW_TOPICS ->
              ("topic %s was deleted and created again: the offsets in the state of partition %s"
                      + " belong to the deleted topic. If this was intended,")
                  .formatted(topic, partition);
        };
    return what + " start once with darkstore.accept=" + mismatch.settingName();
  }
}
