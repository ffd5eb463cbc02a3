package dev.darkstore.runtime.service;

import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.state.QueryableStoreType;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.apache.kafka.streams.state.ReadOnlyWindowStore;

/**
 * The stores of one task, to be read while the task works on them. What is read may not be
 * committed yet.
 */
public final class PartitionState {
  private final KafkaStreams streams;
  private final int partition;

  PartitionState(KafkaStreams streams, int partition) {
    this.streams = streams;
    this.partition = partition;
  }

  /** A store of what is open. */
  public ReadOnlyKeyValueStore<String, byte[]> open(String store) {
    return store(store, QueryableStoreTypes.keyValueStore());
  }

  /** A store of what is closed. */
  public ReadOnlyWindowStore<String, byte[]> closed(String store) {
    return store(store, QueryableStoreTypes.windowStore());
  }

  private <T> T store(String store, QueryableStoreType<T> type) {
    return streams.store(
        StoreQueryParameters.fromNameAndType(store, type).withPartition(partition));
  }
}
