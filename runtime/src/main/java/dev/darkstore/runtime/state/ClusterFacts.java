package dev.darkstore.runtime.state;

import java.util.Map;

/** Facts of the cluster that the state of a task must match. */
public interface ClusterFacts {

  /** Facts that match every state, for topologies without a cluster. */
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
        public Map<String, Integer> partitionCounts() {
          return Map.of();
        }

        @Override
        public boolean accepts(Mismatch mismatch) {
          return true;
        }
      };

  /** Mismatches of state and cluster. */
  enum Mismatch {
    /** Committed offsets exist, but the state committed with them is missing. */
    LOST_STATE("lost-state"),
    /** State exists, but the offsets committed with it are missing. */
    LOST_OFFSETS("lost-offsets"),
    /** A topic was deleted and created again, so that the offsets in the state are meaningless. */
    NEW_TOPICS("new-topics");

    private final String settingName;

    Mismatch(String settingName) {
      this.settingName = settingName;
    }

    /** Returns the setting value with which an operator accepts it. */
    public String settingName() {
      return settingName;
    }
  }

  /** Returns true if the service's group has committed an offset of a partition of this number. */
  boolean hasOffsets(int partition);

  /** Returns the ids of the topics that the service reads, by name. */
  Map<String, String> topicIds();

  /** Returns the numbers of partitions of the topics that the service reads, by name. */
  Map<String, Integer> partitionCounts();

  /** Returns true if the operator has accepted this mismatch. */
  boolean accepts(Mismatch mismatch);
}
