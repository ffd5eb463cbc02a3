package dev.darkstore.simulator;

import dev.darkstore.schemas.Partitions;
import dev.darkstore.simulator.world.Change;
import dev.darkstore.simulator.world.LoggedRecord;
import java.nio.charset.StandardCharsets;

/**
 * Keys of changelogs: those of participants are a branch key, an id and, for a reservation, the id
 * of its transaction, separated by slashes.
 */
final class StateKey {
  /** Suffix of the key of a windowed store: the window's start, and a number. */
  private static final int WINDOW_BYTES = Long.BYTES + Integer.BYTES;

  private StateKey() {}

  static String of(Change change) {
    byte[] bytes = change.key().get();
    return new String(bytes, StandardCharsets.UTF_8);
  }

  static String windowed(Change change) {
    byte[] bytes = change.key().get();
    return new String(bytes, 0, bytes.length - WINDOW_BYTES, StandardCharsets.UTF_8);
  }

  /**
   * Returns true if a record is not on the partition of its key; it is forwarded, and counts there.
   */
  static boolean isStray(LoggedRecord record, int partitions) {
    return record.key() != null && Partitions.of(record.key(), partitions) != record.partition();
  }

  static String idOf(String key) {
    String rest = restOf(key);
    int second = rest.indexOf('/');
    return second < 0 ? rest : rest.substring(0, second);
  }

  /** Returns the part after the branch key. */
  static String restOf(String key) {
    return key.substring(key.indexOf('/') + 1);
  }

  static String branchKeyOf(String key) {
    return key.substring(0, key.indexOf('/'));
  }
}
