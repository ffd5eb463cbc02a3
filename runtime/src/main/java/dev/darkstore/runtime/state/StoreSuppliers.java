package dev.darkstore.runtime.state;

import java.time.Duration;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.Stores;
import org.apache.kafka.streams.state.WindowBytesStoreSupplier;

/** Makes the stores below a topology: where its state is kept. */
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

  /** A key-value store. */
  KeyValueBytesStoreSupplier keyValue(String name);

  /** A windowed store that forgets what is older than {@code kept}. */
  WindowBytesStoreSupplier windowed(String name, Duration kept, Duration window);
}
