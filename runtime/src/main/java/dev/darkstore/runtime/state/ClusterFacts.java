package dev.darkstore.runtime.state;

import java.util.Map;

/** Facts of the cluster that the state of a task must fit. */
public interface ClusterFacts {

  /** Facts that fit every state, for topologies that run without a cluster. */
  ClusterFacts UNKNOWN =
      new ClusterFacts() {
        @Override
        public boolean hasOffsets(int partition) {
          return false;
        }

        @Override
        public Map<String, String> topicIds() {
          return Map.of();
        }

        @Override
        public boolean accepts(Mismatch mismatch) {
          return true;
        }
      };

  /** Ways in which state and cluster may not belong together. */
  enum Mismatch {
    /** There are committed offsets, but the state that was committed with them is not there. */
    LOST_STATE("lost-state"),
    /** There is state, but the offsets that were committed with it are not there. */
    LOST_OFFSETS("lost-offsets"),
    /** A topic was deleted and made again, so that the offsets in the state mean nothing. */
    NEW_TOPICS("new-topics");

    private final String settingName;

    Mismatch(String settingName) {
      this.settingName = settingName;
    }

    /** Returns the name under which an operator accepts it. */
    public String settingName() {
      return settingName;
    }
  }

  /** Returns true if the service's group has committed an offset of a partition of this number. */
  boolean hasOffsets(int partition);

  /** Returns the ids of the topics that the service reads, by name. */
  Map<String, String> topicIds();

  /** Returns true if the operator has accepted that state and cluster differ in this way. */
  boolean accepts(Mismatch mismatch);
}
