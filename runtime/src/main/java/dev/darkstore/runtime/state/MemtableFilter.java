package dev.darkstore.runtime.state;

import java.util.Map;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.rocksdb.Options;

/**
 * Enables a Bloom filter for the in-memory part of RocksDB stores, as Kafka Streams does for the
 * files.
 *
 * <p>Most lookups miss: a new order is looked up in every window that may contain it. Without the
 * filter each lookup searches a skip list.
 */
public final class MemtableFilter implements RocksDBConfigSetter {
  /** Size of the filter as a share of the memtable. */
  private static final double SHARE = 0.1;

  @Override
  public void setConfig(String storeName, Options options, Map<String, Object> configs) {
    options.setMemtableWholeKeyFiltering(true);
    options.setMemtablePrefixBloomSizeRatio(SHARE);
  }

  @Override
  public void close(String storeName, Options options) {
    // All objects belong to the options.
  }
}
