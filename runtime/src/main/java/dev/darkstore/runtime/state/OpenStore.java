package dev.darkstore.runtime.state;

import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.BiPredicate;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * Key-value store of protocol values.
 *
 * <p><b>Written once per Kafka transaction.</b> Changes are kept in memory until {@link #handOver},
 * which must be called before each commit: several changes of a value are written once, and an
 * entry that was created and deleted in between is not written. A reader on another thread sees the
 * state of the last commit. If the Kafka transaction is aborted, Kafka Streams closes the task, and
 * its successor starts from the committed state.
 *
 * <p>The most recently used values are also kept decoded, and where most lookups miss, all keys of
 * the store are kept. The store has no other writer.
 *
 * @param <P> protocol value, immutable
 */
public final class OpenStore<P> {
  /** Sufficient for the entries in flight of one task; about a kilobyte each. */
  static final int RECENT_MAX = 10_000;

  /** Time for which the changelog keeps the tombstone of a deleted entry. */
  public static final Duration DELETE_RETENTION = Duration.ofDays(1);

  private static final float LOAD_FACTOR = 0.75f;

  private final KeyValueStore<String, byte[]> store;
  private final StateSerde<?, P> serde;
  private final Optional<Set<String>> keys;

  /** Values since the last {@link #handOver}; empty for deleted ones. */
  private final Map<String, Optional<P>> changed = new LinkedHashMap<>();

  private final Map<String, P> recent =
      new LinkedHashMap<>(16, LOAD_FACTOR, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, P> eldest) {
          return size() > RECENT_MAX;
        }
      };

  /** Creates a typed view of a store in which most lookups succeed. */
  public OpenStore(KeyValueStore<String, byte[]> store, StateSerde<?, P> serde) {
    this(store, serde, Optional.empty());
  }

  private OpenStore(
      KeyValueStore<String, byte[]> store, StateSerde<?, P> serde, Optional<Set<String>> keys) {
    this.store = store;
    this.serde = serde;
    this.keys = keys;
  }

  /**
   * Creates a typed view of a store that is read completely when its task starts: all its keys are
   * kept in memory, so that a miss needs no lookup.
   *
   * @param found consumer of every entry, in key order
   */
  public static <P> OpenStore<P> knowingKeys(
      KeyValueStore<String, byte[]> store, StateSerde<?, P> serde, BiConsumer<String, P> found) {
    Set<String> keys = new HashSet<>();
    new OpenStore<>(store, serde)
        .forEach(
            (key, value) -> {
              keys.add(key);
              found.accept(key, value);
            });
    return new OpenStore<>(store, serde, Optional.of(keys));
  }

  /**
   * Returns the builder of the underlying store. Not cached: entries reach the changelog together
   * with the events of their decision, independent of a cache size.
   */
  public static StoreBuilder<KeyValueStore<String, byte[]>> builder(
      StoreSuppliers suppliers, String name) {
    return Stores.keyValueStoreBuilder(
            suppliers.keyValue(name), Serdes.String(), Serdes.ByteArray())
        .withLoggingEnabled(
            Map.of(
                TopicConfig.DELETE_RETENTION_MS_CONFIG, Long.toString(DELETE_RETENTION.toMillis())))
        .withCachingDisabled();
  }

  /** Returns the value under the key, if any. */
  public Optional<P> get(String key) {
    Optional<P> now = changed.get(key);
    if (now != null) {
      return now;
    }
    P used = recent.get(key);
    if (used != null) {
      return Optional.of(used);
    }
    if (keys.isPresent() && !keys.get().contains(key)) {
      return Optional.empty();
    }
    byte[] bytes = store.get(key);
    if (bytes == null) {
      return Optional.empty();
    }
    P value = serde.decode(key, bytes);
    recent.put(key, value);
    return Optional.of(value);
  }

  /** Stores the value under the key. */
  public void put(String key, P value) {
    changed.put(key, Optional.of(value));
  }

  /** Deletes the key. */
  public void delete(String key) {
    changed.put(key, Optional.empty());
  }

  /** Writes the changes since the last call; to be called before the task is committed. */
  public void handOver() {
    changed.forEach(this::write);
    changed.clear();
  }

  private void write(String key, Optional<P> value) {
    if (value.isPresent()) {
      store.put(key, serde.encode(value.get()));
      recent.put(key, value.get());
      keys.ifPresent(known -> known.add(key));
      return;
    }
    recent.remove(key);
    if (keys.isEmpty() || keys.get().remove(key)) {
      // The store's delete would read the old value to return it.
      store.put(key, null);
    }
  }

  /** Passes every value to the consumer, in key order, except the task's mark. */
  public void forEach(BiConsumer<String, P> consumer) {
    handOver();
    try (KeyValueIterator<String, byte[]> all = store.all()) {
      while (all.hasNext()) {
        KeyValue<String, byte[]> entry = all.next();
        if (!entry.key.equals(TaskMark.KEY)) {
          consumer.accept(entry.key, serde.decode(entry.key, entry.value));
        }
      }
    }
  }

  /** Passes every value with this key prefix to the visitor until it returns false. */
  public void scan(String prefix, BiPredicate<String, P> visitor) {
    handOver();
    try (KeyValueIterator<String, byte[]> found =
        store.prefixScan(prefix, new StringSerializer())) {
      boolean more = true;
      while (more && found.hasNext()) {
        KeyValue<String, byte[]> entry = found.next();
        more = visitor.test(entry.key, serde.decode(entry.key, entry.value));
      }
    }
  }
}
