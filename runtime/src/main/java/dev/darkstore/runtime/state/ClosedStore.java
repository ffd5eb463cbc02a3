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
 * Outcomes, remembered for at least twice the retention and at most three times.
 *
 * <p><b>Epochs.</b> An entry lies in the epoch in which it was closed, and is found as long as its
 * epoch is one of the last {@value #EPOCHS_KEPT} (see {@link TaskMark}). So a record that was
 * written within the retention after its order was closed, and is read within the retention after
 * it was written, finds the outcome, and no clock is compared to find it.
 *
 * <p><b>Windows.</b> An epoch is one window of a windowed store, at a time that is its number and
 * has nothing to do with any clock. Kafka Streams drops an epoch that has passed as a whole: no
 * tombstones, no clean-up. A lookup is one point read for each epoch.
 *
 * @param <P> the protocol's value
 */
public final class ClosedStore<P> {
  /** Number of epochs in which an entry is found. */
  static final int EPOCHS_KEPT = 3;

  /** Length of a window: a day, in a time of the store's own. */
  private static final Duration WINDOW = Duration.ofDays(1);

  /** A window is found while its start is not older than this, and has a segment to itself. */
  private static final Duration KEPT = WINDOW.multipliedBy(EPOCHS_KEPT - 1L).plusMillis(1);

  /**
   * How much longer a changelog is kept than its entries are found: brokers delete by their clock,
   * which may be wrong by days.
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
   * Makes the window of an epoch exist. Kafka Streams 4.4 keeps the changelog's offset in a store's
   * windows: of a store that has none it knows no offset, and wipes the task at every start.
   */
  private void openWindow(long epoch) {
    store.put(TaskMark.KEY, null, windowOf(epoch));
  }

  /**
   * Returns the store that this class needs.
   *
   * @param retentionMillis length of an epoch; decides how long the changelog is kept
   */
  public static StoreBuilder<WindowStore<String, byte[]>> builder(
      StoreSuppliers suppliers, String name, long retentionMillis) {
    long keptMillis = Math.addExact(EPOCHS_KEPT * retentionMillis, CHANGELOG_SPARE.toMillis());
    return Stores.windowStoreBuilder(
            suppliers.windowed(name, KEPT, WINDOW), Serdes.String(), Serdes.ByteArray())
        .withLoggingEnabled(Map.of(TopicConfig.RETENTION_MS_CONFIG, Long.toString(keptMillis)))
        .withCachingDisabled();
  }

  /** Returns the value remembered last under the key, if any. */
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
   * Remembers a value under the key, from now on.
   *
   * @throws IllegalStateException if the store does not keep it
   */
  public void put(String key, P value, long nowMillis) {
    long epoch = mark.epochFor(nowMillis);
    byte[] entry = encode.apply(value);
    store.put(key, entry, windowOf(epoch));
    // A windowed store drops in silence what it takes for too old; the first entry of an epoch
    // shows
    // whether it would.
    if (epoch != checkedEpoch) {
      if (store.fetch(key, windowOf(epoch)) == null) {
        throw new IllegalStateException(
            "what is closed in epoch %s is not kept: the store has seen a later epoch"
                .formatted(epoch));
      }
      checkedEpoch = epoch;
    }
  }

  private static long windowOf(long epoch) {
    return epoch * WINDOW.toMillis();
  }
}
