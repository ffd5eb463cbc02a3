package dev.darkstore.runtime.participant;

import dev.darkstore.runtime.state.ClosedStore;
import org.apache.kafka.streams.state.WindowStore;

/** The identities of the supply records of the retention, so that a repeat counts once. */
final class SeenUpdates {
  private static final byte[] SEEN = {1};

  private final ClosedStore<byte[]> updates;

  SeenUpdates(WindowStore<String, byte[]> store, long retentionMillis) {
    this.updates = new ClosedStore<>(store, bytes -> bytes, (key, b) -> b, retentionMillis);
  }

  boolean contains(String branchKey, String updateId, long nowMillis) {
    return updates.get(key(branchKey, updateId), nowMillis).isPresent();
  }

  /** Notes an update that is not {@link #contains contained}. */
  void add(String branchKey, String updateId, long nowMillis) {
    updates.add(key(branchKey, updateId), SEEN, nowMillis);
  }

  private static String key(String branchKey, String updateId) {
    return branchKey + '/' + updateId;
  }
}
