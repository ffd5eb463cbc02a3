package dev.darkstore.simulator.world;

import dev.darkstore.runtime.state.StoreSuppliers;
import java.time.Duration;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.Stores;
import org.apache.kafka.streams.state.WindowBytesStoreSupplier;

/** Stores that are lost with their task: only the changelog remains. */
public final class InMemoryStores implements StoreSuppliers {
  /** The only instance. */
  public static final InMemoryStores INSTANCE = new InMemoryStores();

  private InMemoryStores() {}

  @Override
  public KeyValueBytesStoreSupplier keyValue(String name) {
    return Stores.inMemoryKeyValueStore(name);
  }

  @Override
  public WindowBytesStoreSupplier windowed(String name, Duration kept, Duration window) {
    return Stores.inMemoryWindowStore(name, kept, window, false);
  }
}
