package dev.darkstore.schemas;

import java.util.Arrays;
import java.util.List;

/**
 * Group of topics that one service joins by key: they must have equal numbers of partitions, since
 * otherwise the records of one key would be processed by different tasks.
 */
public enum Copartition {
  /** Topics that the coordinator reads, all keyed by orderId. */
  ORDER,
  /** Topics that the store participant reads, keyed by storeId. */
  STORE,
  /** Topics that the delivery participant reads, keyed by zoneId. */
  ZONE,
  /** Topics that are read without a join, or only written. */
  NONE;

  /** Returns the topics that must have equal numbers of partitions; none for {@link #NONE}. */
  public List<Topic> topics() {
    if (this == NONE) {
      return List.of();
    }
    return Arrays.stream(Topic.values()).filter(topic -> topic.copartition() == this).toList();
  }
}
