package dev.darkstore.simulator.world;

import dev.darkstore.runtime.state.CommitHook;
import java.io.File;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.processor.CommitCallback;
import org.apache.kafka.streams.processor.StateRestoreCallback;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.internals.RecordBatchingStateRestoreCallback;
import org.apache.kafka.streams.processor.internals.StateManager;
import org.apache.kafka.streams.processor.internals.Task.TaskType;
import org.apache.kafka.streams.state.internals.CachedStateStore;

/** Stores of one task, restored from changelogs by the stores' callbacks. */
final class TaskState implements StateManager {
  private final Changelog changelog;
  private final Map<String, StateStore> stores = new LinkedHashMap<>();
  private final Map<String, RecordBatchingStateRestoreCallback> restorers = new LinkedHashMap<>();

  TaskState(Changelog changelog) {
    this.changelog = changelog;
  }

  @Override
  public void registerStore(StateStore store, StateRestoreCallback restore, CommitCallback commit) {
    if (store instanceof CommitHook) {
      stores.put(store.name(), store);
      return;
    }
    if (!(restore instanceof RecordBatchingStateRestoreCallback fromRecords)) {
      throw new IllegalStateException(store.name() + " is not restored from records");
    }
    stores.put(store.name(), store);
    restorers.put(store.name(), fromRecords);
  }

  /** Restores every store from the changelog. */
  void restore() {
    restorers.forEach((store, restorer) -> restorer.restoreBatch(changelog.restore(store)));
    restorers.clear();
  }

  /** Flushes the caches of every store, as Kafka Streams does. */
  void flushCaches() {
    for (StateStore store : stores.values()) {
      if (store instanceof CachedStateStore<?, ?> cached) {
        cached.flushCache();
      }
    }
  }

  @Override
  public StateStore store(String name) {
    return stores.get(name);
  }

  @Override
  public String changelogFor(String store) {
    return store + "-changelog";
  }

  @Override
  public TaskType taskType() {
    return TaskType.ACTIVE;
  }

  @Override
  public Map<TopicPartition, Long> changelogOffsets() {
    return Map.of();
  }

  /** Does nothing: stores write every change at once. */
  @Override
  public void commit() {}

  @Override
  public void close() {
    stores.values().forEach(StateStore::close);
  }

  @Override
  public void updateChangelogOffsets(Map<TopicPartition, Long> written) {
    throw new UnsupportedOperationException("offsets are managed by the node");
  }

  @Override
  public File baseDir() {
    throw new UnsupportedOperationException("stores in memory have no folder");
  }

  @Override
  public StateStore globalStore(String name) {
    throw new UnsupportedOperationException("there are no global stores");
  }
}
