package dev.darkstore.runtime.state;

import java.util.Map;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.rocksdb.Options;

/**
 * Lets RocksDB tell from a Bloom filter that a key is not in the part of a store that is still in
 * memory, as Kafka Streams lets it for the files.
 *
 * <p>Most lookups are for what is not there: an order that comes is looked for in every window that
 * may remember it. Without the filter each walks down a skip list.
 */
public final class MemtableFilter implements RocksDBConfigSetter {
  /** The filter's size as a share of what is kept in memory. */
  private static final double SHARE = 0.1;

  @Override
  public void setConfig(String storeName, Options options, Map<String, Object> configs) {
    options.setMemtableWholeKeyFiltering(true);
    options.setMemtablePrefixBloomSizeRatio(SHARE);
  }

  @Override
  public void close(String storeName, Options options) {
    // Nothing was made that is not the options' own.
  }
}
