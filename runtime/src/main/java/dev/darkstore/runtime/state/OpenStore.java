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
 * A key-value store of the protocol's values.
 *
 * <p><b>Written once per Kafka transaction.</b> Changes are kept in memory until {@link #handOver},
 * which must be called before each commit: what changed several times is written once, and what
 * came and went in between leaves nothing. Who reads the store beside the task's thread sees the
 * state of the last commit. If the Kafka transaction is aborted, Kafka Streams closes the task, and
 * its successor begins with what was committed.
 *
 * <p>The values used last are kept decoded as well, and where most lookups are for what is not
 * there, all keys of the store are known. Nobody else writes the store.
 *
 * @param <P> the protocol's value, immutable
 */
public final class OpenStore<P> {
  /** Enough for what is in flight in one task; about a kilobyte each. */
  static final int RECENT_MAX = 10_000;

  /** How long the changelog keeps the tombstone of a deleted entry. */
  public static final Duration DELETE_RETENTION = Duration.ofDays(1);

  private static final float LOAD_FACTOR = 0.75f;

  private final KeyValueStore<String, byte[]> store;
  private final StateSerde<?, P> serde;
  private final Optional<Set<String>> keys;

  /** Values since the last {@link #handOver}; empty where there is none any more. */
  private final Map<String, Optional<P>> changed = new LinkedHashMap<>();

  private final Map<String, P> recent =
      new LinkedHashMap<>(16, LOAD_FACTOR, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, P> eldest) {
          return size() > RECENT_MAX;
        }
      };

  /** A typed view of a store in which most of what is looked up is found. */
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
   * A typed view of a store that is read whole when its task starts: all its keys are kept in
   * memory, so that what is not there need not be looked up.
   *
   * @param found is shown every entry, in the order of the keys
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
   * The store that this class needs. Not cached: what is handed over is in the changelog with the
   * events that tell of it, whatever the size of a cache.
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

  /** The value under the key, if there is one. */
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

  /** Keeps the value under the key. */
  public void put(String key, P value) {
    changed.put(key, Optional.of(value));
  }

  /** Forgets the key. */
  public void delete(String key) {
    changed.put(key, Optional.empty());
  }

  /** Writes what has changed since the last time; to be called before the task is committed. */
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
      // Not the store's delete, which looks the value up to return it.
      store.put(key, null);
    }
  }

  /** Shows every value to the consumer, in the order of the keys; the task's mark is none. */
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

  /** Shows every value whose key starts so to the visitor, until it answers false. */
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
