package dev.darkstore.runtime.state;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.state.ReadOnlyWindowStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.apache.kafka.streams.state.WindowStore;

/**
 * What is closed, remembered for the retention and then forgotten.
 *
 * <p><b>Retention.</b> Entries lie in windows as long as the retention, by when they were closed. A
 * lookup is one point read for each window that may still matter, three at the most: RocksDB takes
 * microseconds to find that a key is not there, and most lookups are for those. What is older is
 * dropped by whole segments: no tombstones, no clean-up.
 *
 * <p><b>Clocks that go back.</b> A machine's clock may be set back, and a task may move to a
 * machine whose clock is behind. So the window after the present one is looked into as well, and
 * what lies there is replaced there: a clock may be as far as the retention behind the one that an
 * entry was written by, and neither is the entry overlooked nor does it hide a later one.
 *
 * @param <P> the protocol's value
 */
public final class ClosedStore<P> {
  private final WindowStore<String, byte[]> store;
  private final Function<P, byte[]> encode;
  private final BiFunction<String, byte[], P> decode;
  private final long retentionMillis;

  /** A typed view of a store that {@link #builder} made with the same retention. */
  public ClosedStore(
      WindowStore<String, byte[]> store, StateSerde<?, P> serde, long retentionMillis) {
    this(store, serde::encode, serde::decode, retentionMillis);
  }

  /** The same, of values that are encoded otherwise. */
  public ClosedStore(
      WindowStore<String, byte[]> store,
      Function<P, byte[]> encode,
      BiFunction<String, byte[], P> decode,
      long retentionMillis) {
    this.store = store;
    this.encode = encode;
    this.decode = decode;
    this.retentionMillis = retentionMillis;
  }

  /** The store that this class needs. */
  public static StoreBuilder<WindowStore<String, byte[]>> builder(
      StoreSuppliers suppliers, String name, long retentionMillis) {
    Duration window = Duration.ofMillis(retentionMillis);
    // Twice the retention: an entry's time is its window's beginning, and it may lie at the end.
    Duration kept = window.multipliedBy(2);
    return Stores.windowStoreBuilder(
            suppliers.windowed(name, kept, window), Serdes.String(), Serdes.ByteArray())
        .withLoggingEnabled(Map.of())
        .withCachingDisabled();
  }

  /** The value remembered last under the key, if it is within the retention. */
  public Optional<P> get(String key, long nowMillis) {
    return get(store, key, retentionMillis, nowMillis).map(bytes -> decode.apply(key, bytes));
  }

  /** The same of a store that is somebody else's to write. */
  public static <P> Optional<P> get(
      ReadOnlyWindowStore<String, byte[]> store,
      StateSerde<?, P> serde,
      long retentionMillis,
      String key,
      long nowMillis) {
    return get(store, key, retentionMillis, nowMillis).map(bytes -> serde.decode(key, bytes));
  }

  private static Optional<byte[]> get(
      ReadOnlyWindowStore<String, byte[]> store, String key, long windowMillis, long nowMillis) {
    long present = windowStart(nowMillis, windowMillis);
    for (long start = present + windowMillis;
        start >= Math.max(0, present - windowMillis);
        start -= windowMillis) {
      byte[] bytes = store.fetch(key, start);
      if (bytes != null) {
        return Optional.of(bytes);
      }
    }
    return Optional.empty();
  }

  /** Remembers a value under a key that has none yet, from now on for the retention. */
  public void add(String key, P value, long nowMillis) {
    store.put(key, encode.apply(value), windowStart(nowMillis, retentionMillis));
  }

  /** Remembers another value under the key, from now on for the retention. */
  public void replace(String key, P value, long nowMillis) {
    long present = windowStart(nowMillis, retentionMillis);
    long next = present + retentionMillis;
    store.put(key, encode.apply(value), store.fetch(key, next) == null ? present : next);
  }

  private static long windowStart(long nowMillis, long windowMillis) {
    return Math.max(0, nowMillis - Math.floorMod(nowMillis, windowMillis));
  }
}
