package dev.darkstore.schemas;

import java.util.Arrays;
import java.util.List;

/**
 * Topics that one service reads side by side, joined by key: they must have equal numbers of
 * partitions, or the records of one key would meet in different tasks.
 */
public enum Copartition {
  /** Topics that the coordinator reads, all keyed by orderId. */
  ORDER,
  /** Topics that the store participant reads, keyed by storeId. */
  STORE,
  /** Topics that the delivery participant reads, keyed by zoneId. */
  ZONE,
  /** Read by itself, or only written. */
  NONE;

  /** The topics that must have equal numbers of partitions; for {@link #NONE} there are none. */
  public List<Topic> topics() {
    if (this == NONE) {
      return List.of();
    }
    return Arrays.stream(Topic.values()).filter(topic -> topic.copartition() == this).toList();
  }
}
