package dev.darkstore.simulator.world;

import dev.darkstore.runtime.state.TaskMark;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.utils.Bytes;

/** Changelogs of one task, compacted: the last committed value of every key. */
final class Changelog {
  private static final Bytes MARK = Bytes.wrap(TaskMark.KEY.getBytes(StandardCharsets.UTF_8));

  private final Map<String, Map<Bytes, byte[]>> stores = new HashMap<>();

  void commit(List<Change> changes) {
    for (Change change : changes) {
      Map<Bytes, byte[]> entries =
          stores.computeIfAbsent(change.store(), store -> new LinkedHashMap<>());
      // The last value of a key is positioned at its latest write.
      entries.remove(change.key());
      if (change.value() != null) {
        entries.put(change.key(), change.value());
      }
    }
  }

  /** Returns all entries to be restored of a store. */
  Collection<ConsumerRecord<byte[], byte[]>> restore(String store) {
    Map<Bytes, byte[]> entries = stores.getOrDefault(store, Map.of());
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>(entries.size());
    entries.forEach(
        (key, value) ->
            records.add(new ConsumerRecord<>(store, 0, records.size(), key.get(), value)));
    return records;
  }

  /** Returns the number of entries of a store, except the task's mark. */
  int size(String store) {
    Map<Bytes, byte[]> entries = stores.getOrDefault(store, Map.of());
    return entries.size() - (entries.containsKey(MARK) ? 1 : 0);
  }

  /** Returns the entries of a store, by its changelog's key. */
  Map<Bytes, byte[]> entries(String store) {
    return stores.getOrDefault(store, Map.of());
  }
}
