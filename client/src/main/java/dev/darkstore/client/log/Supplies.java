package dev.darkstore.client.log;

import dev.darkstore.schemas.Partitions;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;

/**
 * Which records of supply count: those under their own key and on its partition (another copy lies
 * where a participant has sent it on to), and of repeats under one update id the first.
 */
public final class Supplies {
  /** The services' default retention of update ids. */
  private static final long RETENTION_MILLIS = 86_400_000;

  private static final int IDS_MAX = 100_000;

  private final int partitionCount;
  private final Map<String, Long> seenMillis =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
          return size() > IDS_MAX;
        }
      };

  /** For a topic with so many partitions. */
  public Supplies(int partitionCount) {
    this.partitionCount = partitionCount;
  }

  /** Whether the record lies where its key has to lie. */
  public boolean isInPlace(LogEntry entry, String key) {
    return entry.key().filter(key::equals).isPresent()
        && entry.partition() == Partitions.of(key.getBytes(StandardCharsets.UTF_8), partitionCount);
  }

  /** Whether an update under this id came before, within the retention; to be asked in order. */
  public boolean isRepeat(SpecificRecord update, String key, String updateId, long atMillis) {
    if (updateId == null) {
      return false;
    }
    String id = update.getSchema().getName() + '/' + key + '/' + updateId;
    Long before = seenMillis.get(id);
    if (before != null && atMillis - before < RETENTION_MILLIS) {
      return true;
    }
    seenMillis.put(id, atMillis);
    return false;
  }
}
