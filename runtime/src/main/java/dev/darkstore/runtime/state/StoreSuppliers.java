package dev.darkstore.runtime.state;

import java.time.Duration;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.Stores;
import org.apache.kafka.streams.state.WindowBytesStoreSupplier;

/** Suppliers of the stores that keep a topology's state. */
public interface StoreSuppliers {

  /** Stores on disk. */
  StoreSuppliers PERSISTENT =
      new StoreSuppliers() {
        @Override
        public KeyValueBytesStoreSupplier keyValue(String name) {
          return Stores.persistentKeyValueStore(name);
        }

        @Override
        public WindowBytesStoreSupplier windowed(String name, Duration kept, Duration window) {
          return Stores.persistentWindowStore(name, kept, window, false);
        }
      };

  /** Stores that are lost with their task: only the changelog remains. For tests. */
  StoreSuppliers IN_MEMORY =
      new StoreSuppliers() {
        @Override
        public KeyValueBytesStoreSupplier keyValue(String name) {
          return Stores.inMemoryKeyValueStore(name);
        }

        @Override
        public WindowBytesStoreSupplier windowed(String name, Duration kept, Duration window) {
          return Stores.inMemoryWindowStore(name, kept, window, false);
        }
      };

  /** Returns a key-value store. */
  KeyValueBytesStoreSupplier keyValue(String name);

  /** Returns a windowed store that drops entries older than {@code kept}. */
  WindowBytesStoreSupplier windowed(String name, Duration kept, Duration window);
}
