package dev.darkstore.runtime.state;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.apache.kafka.streams.state.ReadOnlyWindowStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.apache.kafka.streams.state.WindowStore;

/**
 * Store of outcomes, remembered for at least twice the retention and at most three times.
 *
 * <p><b>Epochs.</b> An entry belongs to the epoch in which it was closed, and is found while that
 * epoch is one of the last {@value #EPOCHS_KEPT} (see {@link TaskMark}). So a record that was
 * written within the retention after its order was closed, and read within the retention after it
 * was written, finds the outcome without any comparison of clocks.
 *
 * <p><b>Windows.</b> An epoch is one window of a windowed store, at a time that equals its number
 * and is independent of any clock. Kafka Streams drops an expired epoch as a whole: no tombstones,
 * no clean-up. A lookup is one point read for each epoch.
 *
 * @param <P> protocol value
 */
public final class ClosedStore<P> {
  /** Number of epochs in which an entry is found. */
  static final int EPOCHS_KEPT = 3;

  /** Length of a window: one day in the store's logical time. */
  private static final Duration WINDOW = Duration.ofDays(1);

  /** Retention of a window; each window has its own segment. */
  private static final Duration KEPT = WINDOW.multipliedBy(EPOCHS_KEPT - 1L).plusMillis(1);

  /**
   * Additional retention of the changelog: brokers delete by their clock, which may be wrong by
   * days.
   */
  private static final Duration CHANGELOG_SPARE = Duration.ofDays(7);

  private final WindowStore<String, byte[]> store;
  private final TaskMark mark;
  private final Function<P, byte[]> encode;
  private final BiFunction<String, byte[], P> decode;
  private long checkedEpoch = Long.MIN_VALUE;

  /** Creates a typed view of a store that {@link #builder} made. */
  public ClosedStore(WindowStore<String, byte[]> store, TaskMark mark, StateSerde<?, P> serde) {
    this.store = store;
    this.mark = mark;
    this.encode = serde::encode;
    this.decode = serde::decode;
    mark.atFirstUse(this::openWindow);
  }

  /**
   * Creates the window of an epoch. Kafka Streams 4.4 keeps the changelog's offset in a store's
   * windows: for a store without windows it knows no offset, and wipes the task at every start.
   */
  private void openWindow(long epoch) {
    store.put(TaskMark.KEY, null, windowOf(epoch));
  }

  /**
   * Returns the builder of the underlying store.
   *
   * @param retentionMillis length of an epoch; determines the retention of the changelog
   */
  public static StoreBuilder<WindowStore<String, byte[]>> builder(
      StoreSuppliers suppliers, String name, long retentionMillis) {
    long keptMillis = Math.addExact(EPOCHS_KEPT * retentionMillis, CHANGELOG_SPARE.toMillis());
    return Stores.windowStoreBuilder(
            suppliers.windowed(name, KEPT, WINDOW), Serdes.String(), Serdes.ByteArray())
        .withLoggingEnabled(Map.of(TopicConfig.RETENTION_MS_CONFIG, Long.toString(keptMillis)))
        .withCachingDisabled();
  }

  /** Returns the latest value under the key, if any. */
  public Optional<P> get(String key) {
    return get(store, key, mark.epoch()).map(bytes -> decode.apply(key, bytes));
  }

  /** As above, for read-only views of stores that another thread writes. */
  public static <P> Optional<P> get(
      ReadOnlyWindowStore<String, byte[]> store,
      ReadOnlyKeyValueStore<String, byte[]> open,
      StateSerde<?, P> serde,
      String key) {
    return get(store, key, TaskMark.epoch(open)).map(bytes -> serde.decode(key, bytes));
  }

  private static Optional<byte[]> get(
      ReadOnlyWindowStore<String, byte[]> store, String key, long epoch) {
    for (long past = epoch; past > Math.max(0, epoch - EPOCHS_KEPT); past--) {
      byte[] entry = store.fetch(key, windowOf(past));
      if (entry != null) {
        return Optional.of(entry);
      }
    }
    return Optional.empty();
  }

  /**
   * Stores a value under the key.
   *
   * @throws IllegalStateException if the store drops it
   */
  public void put(String key, P value, long nowMillis) {
    long epoch = mark.epochFor(nowMillis);
    byte[] entry = encode.apply(value);
    store.put(key, entry, windowOf(epoch));
    // A windowed store silently drops an entry that it considers too old; the first entry of an
    // epoch reveals this.
    if (epoch != checkedEpoch) {
      if (store.fetch(key, windowOf(epoch)) == null) {
        throw new IllegalStateException(
            "entries of epoch %s are dropped: the store has seen a later epoch".formatted(epoch));
      }
      checkedEpoch = epoch;
    }
  }

  private static long windowOf(long epoch) {
    return epoch * WINDOW.toMillis();
  }
}
