package dev.darkstore.runtime.state;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
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
 * <p><b>Retention.</b> An entry says when it was closed, and is forgotten a minute after the
 * retention: so much may clocks differ. Entries lie in windows of that length. A lookup is one
 * point read for each window that may still matter, three at the most: RocksDB takes microseconds
 * to find that a key is not there, and most lookups are for those. What is older is dropped by
 * whole segments: no tombstones, no clean-up.
 *
 * <p><b>Clocks that go back.</b> A machine's clock may be set back, and a task may move to a
 * machine whose clock is behind. So the window after the present one is looked into as well, and
 * what lies there is replaced there: a clock may be as far as the retention behind the one that an
 * entry was written by, and neither is the entry overlooked nor does it hide a later one.
 *
 * @param <P> the protocol's value
 */
public final class ClosedStore<P> {
  /** How far apart the clocks of two machines may be. */
  static final long CLOCKS_DIFFER_MILLIS = Duration.ofMinutes(1).toMillis();

  private final WindowStore<String, byte[]> store;
  private final Function<P, byte[]> encode;
  private final BiFunction<String, byte[], P> decode;
  private final long keptMillis;

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
    this.keptMillis = keptMillis(retentionMillis);
  }

  /** The store that this class needs. */
  public static StoreBuilder<WindowStore<String, byte[]>> builder(
      StoreSuppliers suppliers, String name, long retentionMillis) {
    Duration window = Duration.ofMillis(keptMillis(retentionMillis));
    // Two windows: to the store an entry is as old as its window, and it may lie at the end of it.
    Duration kept = window.multipliedBy(2);
    return Stores.windowStoreBuilder(
            suppliers.windowed(name, kept, window), Serdes.String(), Serdes.ByteArray())
        .withLoggingEnabled(Map.of())
        .withCachingDisabled();
  }

  private static long keptMillis(long retentionMillis) {
    return retentionMillis + CLOCKS_DIFFER_MILLIS;
  }

  /** The value remembered last under the key, if it is within the retention. */
  public Optional<P> get(String key, long nowMillis) {
    return get(store, key, keptMillis, nowMillis).map(bytes -> decode.apply(key, bytes));
  }

  /** The same of a store that is somebody else's to write. */
  public static <P> Optional<P> get(
      ReadOnlyWindowStore<String, byte[]> store,
      StateSerde<?, P> serde,
      long retentionMillis,
      String key,
      long nowMillis) {
    return get(store, key, keptMillis(retentionMillis), nowMillis)
        .map(bytes -> serde.decode(key, bytes));
  }

  private static Optional<byte[]> get(
      ReadOnlyWindowStore<String, byte[]> store, String key, long keptMillis, long nowMillis) {
    long present = windowStart(nowMillis, keptMillis);
    for (long start = present + keptMillis;
        start >= Math.max(0, present - keptMillis);
        start -= keptMillis) {
      byte[] entry = store.fetch(key, start);
      if (entry != null) {
        long closedAtMillis = ByteBuffer.wrap(entry).getLong();
        return nowMillis - closedAtMillis < keptMillis
            ? Optional.of(valueOf(entry))
            : Optional.empty();
      }
    }
    return Optional.empty();
  }

  /** The encoded value in an entry of the store or of its changelog. */
  public static byte[] valueOf(byte[] entry) {
    return Arrays.copyOfRange(entry, Long.BYTES, entry.length);
  }

  /** Remembers a value under a key that has none, from now on for the retention. */
  public void add(String key, P value, long nowMillis) {
    put(key, value, nowMillis, windowStart(nowMillis, keptMillis));
  }

  /** Remembers another value under the key, from now on for the retention. */
  public void replace(String key, P value, long nowMillis) {
    long present = windowStart(nowMillis, keptMillis);
    long next = present + keptMillis;
    put(key, value, nowMillis, store.fetch(key, next) == null ? present : next);
  }

  private void put(String key, P value, long nowMillis, long windowStartMillis) {
    byte[] bytes = encode.apply(value);
    byte[] entry =
        ByteBuffer.allocate(Long.BYTES + bytes.length).putLong(nowMillis).put(bytes).array();
    store.put(key, entry, windowStartMillis);
  }

  private static long windowStart(long nowMillis, long windowMillis) {
    return Math.max(0, nowMillis - Math.floorMod(nowMillis, windowMillis));
  }
}
