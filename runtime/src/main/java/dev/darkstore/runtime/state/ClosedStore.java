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
 * <p><b>Retention.</b> Entries lie in windows of a quarter of the retention, by when they were
 * closed. A lookup is one point read per window that may still matter, six at the most, which Bloom
 * filters answer when the key is not there. What is older is dropped by whole segments: no
 * tombstones, no clean-up.
 *
 * <p><b>Clocks that go back.</b> A machine's clock may be set back, and a task may move to a
 * machine whose clock is behind. So the window after the present one is looked into as well, and
 * what lies there is replaced there: a clock may be a quarter of the retention behind the one that
 * an entry was written by, and neither is the entry overlooked nor does it hide a later one.
 *
 * @param <P> the protocol's value
 */
public final class ClosedStore<P> {
  private static final int WINDOWS_PER_RETENTION = 4;

  private final WindowStore<String, byte[]> store;
  private final Function<P, byte[]> encode;
  private final BiFunction<String, byte[], P> decode;
  private final long windowMillis;

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
    this.windowMillis = windowMillis(retentionMillis);
  }

  /** The store that this class needs. */
  public static StoreBuilder<WindowStore<String, byte[]>> builder(
      StoreSuppliers suppliers, String name, long retentionMillis) {
    Duration window = Duration.ofMillis(windowMillis(retentionMillis));
    // One window more than the retention: an entry may lie at the end of its window.
    Duration kept = window.multipliedBy(WINDOWS_PER_RETENTION + 1L);
    return Stores.windowStoreBuilder(
            suppliers.windowed(name, kept, window), Serdes.String(), Serdes.ByteArray())
        .withLoggingEnabled(Map.of())
        .withCachingDisabled();
  }

  private static long windowMillis(long retentionMillis) {
    return Math.max(1, (retentionMillis + WINDOWS_PER_RETENTION - 1) / WINDOWS_PER_RETENTION);
  }

  /** The value remembered last under the key, if it is within the retention. */
  public Optional<P> get(String key, long nowMillis) {
    return get(store, key, windowMillis, nowMillis).map(bytes -> decode.apply(key, bytes));
  }

  /** The same of a store that is somebody else's to write. */
  public static <P> Optional<P> get(
      ReadOnlyWindowStore<String, byte[]> store,
      StateSerde<?, P> serde,
      long retentionMillis,
      String key,
      long nowMillis) {
    return get(store, key, windowMillis(retentionMillis), nowMillis)
        .map(bytes -> serde.decode(key, bytes));
  }

  private static Optional<byte[]> get(
      ReadOnlyWindowStore<String, byte[]> store, String key, long windowMillis, long nowMillis) {
    long newest = windowStart(nowMillis, windowMillis);
    for (int back = -1; back <= WINDOWS_PER_RETENTION; back++) {
      long start = newest - back * windowMillis;
      if (start < 0) {
        break;
      }
      byte[] bytes = store.fetch(key, start);
      if (bytes != null) {
        return Optional.of(bytes);
      }
    }
    return Optional.empty();
  }

  /** Remembers the value under the key from now on for the retention. */
  public void put(String key, P value, long nowMillis) {
    long present = windowStart(nowMillis, windowMillis);
    long next = present + windowMillis;
    store.put(key, encode.apply(value), store.fetch(key, next) == null ? present : next);
  }

  private static long windowStart(long nowMillis, long windowMillis) {
    return Math.max(0, nowMillis - Math.floorMod(nowMillis, windowMillis));
  }
}
