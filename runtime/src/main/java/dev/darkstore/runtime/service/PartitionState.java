package dev.darkstore.runtime.service;

import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.state.QueryableStoreType;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.apache.kafka.streams.state.ReadOnlyWindowStore;

/** Stores of one task, read while the task works on them. Values may be uncommitted. */
public final class PartitionState {
  private final KafkaStreams streams;
  private final int partition;

  PartitionState(KafkaStreams streams, int partition) {
    this.streams = streams;
    this.partition = partition;
  }

  /** Returns a store of open entries. */
  public ReadOnlyKeyValueStore<String, byte[]> open(String store) {
    return store(store, QueryableStoreTypes.keyValueStore());
  }

  /** Returns a store of closed entries. */
  public ReadOnlyWindowStore<String, byte[]> closed(String store) {
    return store(store, QueryableStoreTypes.windowStore());
  }

  private <T> T store(String store, QueryableStoreType<T> type) {
    return streams.store(
        StoreQueryParameters.fromNameAndType(store, type).withPartition(partition));
  }
}
