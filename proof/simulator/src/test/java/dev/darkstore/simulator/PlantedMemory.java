package dev.darkstore.simulator;

import dev.darkstore.runtime.settings.TopologySettings;
import dev.darkstore.runtime.state.ClusterFacts;
import dev.darkstore.runtime.state.StateSerde;
import dev.darkstore.runtime.state.StoreSuppliers;
import dev.darkstore.runtime.state.TaskMark;
import dev.darkstore.state.TaskState;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.WeakHashMap;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.WindowBytesStoreSupplier;
import org.apache.kafka.streams.state.WindowStore;
import org.apache.kafka.streams.state.internals.InMemoryKeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.internals.InMemoryKeyValueStore;
import org.apache.kafka.streams.state.internals.InMemoryWindowBytesStoreSupplier;
import org.apache.kafka.streams.state.internals.InMemoryWindowStore;

/**
 * Stores of one start of a task, with a defect in their memory. They are restored as in production;
 * the data that the defect depends on are kept beyond the starts of the task.
 */
final class PlantedMemory implements StoreSuppliers {
  /** Number of epochs in which a closed entry is found. */
  private static final int EPOCHS_KEPT = 3;

  /** Memory by clock: each task has its own clock for the duration of a run. */
  private static final Map<Clock, Disk> DISKS = Collections.synchronizedMap(new WeakHashMap<>());

  private static final Bytes MARK = Bytes.wrap(TaskMark.KEY.getBytes(StandardCharsets.UTF_8));

  /** Marks without the supply position. */
  private static final StateSerde<TaskState, TaskState> MARKS =
      new StateSerde<>(
          TaskState.class,
          mark ->
              new TaskState(
                  mark.getEpoch(),
                  mark.getEpochBeganAt(),
                  -1L,
                  mark.getTopicIds(),
                  mark.getEpochRan()),
          (key, mark) -> mark);

  private final TopologySettings settings;
  private final Defect defect;
  private final Disk disk;
  private final int start;

  /** Defects of a memory. */
  enum Defect {
    /** Nothing is restored. */
    LOSES_STATE {
      @Override
      void restored(KeyValueStore<Bytes, byte[]> open, Map<Bytes, byte[]> deleted) {
        keysOf(open).forEach(open::delete);
      }

      @Override
      boolean finds(Circumstances closed, Circumstances now, long latestMillis) {
        return closed.start() == now.start();
      }
    },

    /** Deleted entries reappear. */
    REVIVES_WHAT_WAS_DELETED {
      @Override
      void restored(KeyValueStore<Bytes, byte[]> open, Map<Bytes, byte[]> deleted) {
        deleted.forEach(open::putIfAbsent);
      }
    },

    /** The task's mark does not contain the supply position. */
    FORGETS_THE_SUPPLY_POSITION {
      @Override
      void restored(KeyValueStore<Bytes, byte[]> open, Map<Bytes, byte[]> deleted) {
        byte[] mark = open.get(MARK);
        if (mark != null) {
          open.put(MARK, MARKS.encode(MARKS.decode(TaskMark.KEY, mark)));
        }
      }
    },

    /** A closed entry is found only with the retention under which it was closed. */
    LOOKS_BY_THE_RETENTION {
      @Override
      boolean finds(Circumstances closed, Circumstances now, long latestMillis) {
        return closed.retention().equals(now.retention());
      }
    },

    /** A closed entry is found for one retention, counted from its closing. */
    COUNTS_FROM_THE_CLOSING {
      @Override
      boolean finds(Circumstances closed, Circumstances now, long latestMillis) {
        return now.atMillis() - closed.atMillis() < now.retention().toMillis();
      }
    },

    /** A closed entry is dropped if it is two retentions older than the latest entry. */
    COUNTS_FROM_THE_LATEST {
      @Override
      boolean finds(Circumstances closed, Circumstances now, long latestMillis) {
        return closed.atMillis() >= latestMillis - 2 * now.retention().toMillis();
      }
    },

    /** An epoch ends when the clock, compared over restarts, has advanced by the retention. */
    COUNTS_EPOCHS_BY_THE_CLOCK {
      @Override
      boolean finds(Circumstances closed, Circumstances now, long latestMillis) {
        return closed.epoch() > now.epoch() - EPOCHS_KEPT;
      }
    };

    /** Changes the restored store of open entries before its first use. */
    void restored(KeyValueStore<Bytes, byte[]> open, Map<Bytes, byte[]> deleted) {}

    /**
     * Returns true if a closed entry is found.
     *
     * @param closed circumstances in which the entry was closed
     * @param now present circumstances
     * @param latestMillis latest closing time, by the clocks at the time
     */
    boolean finds(Circumstances closed, Circumstances now, long latestMillis) {
      return true;
    }
  }

  /**
   * Circumstances at a time in the life of a task.
   *
   * @param atMillis time by the task's clock
   * @param retention retention that the task was started with
   * @param start number of the start
   * @param epoch number of the epoch by the task's clock
   */
  record Circumstances(long atMillis, Duration retention, int start, long epoch) {}

  /** Memory of a task over all its starts. */
  private static final class Disk {
    private final Map<String, Map<Bytes, byte[]>> deleted = new HashMap<>();
    private final Map<String, Map<Bytes, Circumstances>> closed = new HashMap<>();
    private long latestMillis;
    private int starts;
    private long epoch;
    private long epochBeganAtMillis;

    /** Counts the next epoch if the present one has lasted, and begins it anew if not yet begun. */
    void close(long nowMillis, Duration retention) {
      long lastedMillis = nowMillis - epochBeganAtMillis;
      if (lastedMillis < 0 || lastedMillis >= retention.toMillis()) {
        epoch += lastedMillis < 0 ? 0 : 1;
        epochBeganAtMillis = nowMillis;
      }
    }
  }

  /** Creates the stores of the start with these settings. */
  PlantedMemory(TopologySettings settings, Defect defect) {
    this.settings = settings;
    this.defect = defect;
    this.disk = DISKS.computeIfAbsent(settings.clock(), clock -> new Disk());
    this.start = ++disk.starts;
  }

  /**
   * Returns the brokers' facts about the task: it has committed offsets if it was started before.
   */
  ClusterFacts facts() {
    return new ClusterFacts() {
      @Override
      public boolean hasOffsets(int partition) {
        return start > 1;
      }

      @Override
      public Map<String, String> topicIds() {
        return Map.of();
      }

      @Override
      public Map<String, Integer> partitionCounts() {
        return Map.of();
      }

      @Override
      public boolean accepts(Mismatch mismatch) {
        return false;
      }
    };
  }

  private Circumstances now() {
    return new Circumstances(settings.clock().millis(), settings.retention(), start, disk.epoch);
  }

  private static List<Bytes> keysOf(KeyValueStore<Bytes, byte[]> store) {
    List<Bytes> keys = new ArrayList<>();
    try (KeyValueIterator<Bytes, byte[]> all = store.all()) {
      all.forEachRemaining(entry -> keys.add(entry.key));
    }
    return keys;
  }

  @Override
  public KeyValueBytesStoreSupplier keyValue(String name) {
    Map<Bytes, byte[]> deleted = disk.deleted.computeIfAbsent(name, n -> new TreeMap<>());
    return new InMemoryKeyValueBytesStoreSupplier(name) {
      @Override
      public KeyValueStore<Bytes, byte[]> get() {
        return new OpenEntries(name(), deleted);
      }
    };
  }

  @Override
  public WindowBytesStoreSupplier windowed(String name, Duration kept, Duration window) {
    Map<Bytes, Circumstances> closed = disk.closed.computeIfAbsent(name, n -> new HashMap<>());
    return new InMemoryWindowBytesStoreSupplier(name, kept.toMillis(), window.toMillis(), false) {
      @Override
      public WindowStore<Bytes, byte[]> get() {
        return new ClosedEntries(this, closed);
      }
    };
  }

  private final class OpenEntries extends InMemoryKeyValueStore {
    private final Map<Bytes, byte[]> deleted;
    private boolean isRead;

    OpenEntries(String name, Map<Bytes, byte[]> deleted) {
      super(name);
      this.deleted = deleted;
    }

    /** Every task begins by reading its mark. */
    @Override
    public byte[] get(Bytes key) {
      if (!isRead) {
        isRead = true;
        defect.restored(this, Map.copyOf(deleted));
      }
      return super.get(key);
    }

    @Override
    public synchronized void put(Bytes key, byte[] value) {
      byte[] before = super.get(key);
      if (value == null && before != null) {
        deleted.put(key, before);
      }
      super.put(key, value);
    }
  }

  private final class ClosedEntries extends InMemoryWindowStore {
    private final Map<Bytes, Circumstances> closed;

    /** Key of the last entry stored: it is read once, to check that the store keeps it. */
    private Bytes lookedFor;

    ClosedEntries(WindowBytesStoreSupplier supplier, Map<Bytes, Circumstances> closed) {
      super(
          supplier.name(),
          supplier.retentionPeriod(),
          supplier.windowSize(),
          false,
          supplier.metricsScope());
      this.closed = closed;
    }

    @Override
    public void put(Bytes key, byte[] value, long windowStartMillis) {
      if (value != null) {
        disk.close(settings.clock().millis(), settings.retention());
        closed.put(key, now());
        disk.latestMillis = Math.max(disk.latestMillis, now().atMillis());
        lookedFor = key;
      }
      super.put(key, value, windowStartMillis);
    }

    @Override
    public byte[] fetch(Bytes key, long windowStartMillis) {
      boolean isFound =
          key.equals(lookedFor)
              || !closed.containsKey(key)
              || defect.finds(closed.get(key), now(), disk.latestMillis);
      lookedFor = null;
      return isFound ? super.fetch(key, windowStartMillis) : null;
    }
  }
}
