package dev.darkstore.runtime.timers;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;

/**
 * Index of deadlines, in windows of one millisecond, ordered by deadline.
 *
 * <p><b>Derived, not stored.</b> Every entry follows from an open order or reservation, whose state
 * contains its deadline; the index is kept in memory and rebuilt from the open entries when a task
 * starts. So a timer costs no changelog record, cannot contradict the state after a restart, and a
 * tick reads no tombstones: its cost depends on the expired entries only.
 *
 * <p><b>A hint, not an authority.</b> The decision about an entry is made from its state, so an
 * outdated entry does no harm.
 *
 * <p>Owned by one task, hence one thread.
 */
public final class DeadlineIndex {
  private final TreeMap<Long, Set<String>> keysByDeadline = new TreeMap<>();
  private int size;

  /** Adds the deadline of {@code key}; adding it twice has no effect. */
  public void schedule(String key, long deadlineMillis) {
    // Most windows contain one key or few: start small.
    if (keysByDeadline.computeIfAbsent(deadlineMillis, d -> new LinkedHashSet<>(2)).add(key)) {
      size++;
    }
  }

  /** Removes the deadline of {@code key}, if present. */
  public void cancel(String key, long deadlineMillis) {
    Set<String> keys = keysByDeadline.get(deadlineMillis);
    if (keys != null && keys.remove(key)) {
      size--;
      if (keys.isEmpty()) {
        keysByDeadline.remove(deadlineMillis);
      }
    }
  }

  /**
   * Removes and returns the keys of expired deadlines, the earliest first.
   *
   * @param nowMillis current time, inclusive
   * @param max maximum number; the rest stays
   */
  public List<String> takeDue(long nowMillis, int max) {
    List<String> due = new ArrayList<>();
    while (due.size() < max) {
      Map.Entry<Long, Set<String>> earliest = keysByDeadline.firstEntry();
      if (earliest == null || earliest.getKey() > nowMillis) {
        break;
      }
      Iterator<String> keys = earliest.getValue().iterator();
      while (due.size() < max && keys.hasNext()) {
        due.add(keys.next());
        keys.remove();
        size--;
      }
      if (earliest.getValue().isEmpty()) {
        keysByDeadline.remove(earliest.getKey());
      }
    }
    return due;
  }

  /** Returns the earliest deadline, if any. */
  public OptionalLong earliest() {
    return keysByDeadline.isEmpty()
        ? OptionalLong.empty()
        : OptionalLong.of(keysByDeadline.firstKey());
  }

  /** Returns the number of entries. */
  public int size() {
    return size;
  }
}
