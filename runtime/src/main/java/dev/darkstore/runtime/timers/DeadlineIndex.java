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
 * carries its deadline; the index lives in memory and is rebuilt from the open entries when a task
 * starts. So a timer costs no changelog record, can never disagree with the state after a restart,
 * and a tick never walks over tombstones: its cost is what is due, not what is open.
 *
 * <p><b>A hint, not an authority.</b> Whether something is due is decided again from its state, so
 * an entry that was overtaken does no harm.
 *
 * <p>Owned by one task, hence one thread.
 */
public final class DeadlineIndex {
  private final TreeMap<Long, Set<String>> keysByDeadline = new TreeMap<>();
  private int size;

  /** Notes that {@code key} falls due at {@code deadlineMillis}; noted already, it stays once. */
  public void schedule(String key, long deadlineMillis) {
    // Most windows hold one key or few: start small.
    if (keysByDeadline.computeIfAbsent(deadlineMillis, d -> new LinkedHashSet<>(2)).add(key)) {
      size++;
    }
  }

  /** Forgets that {@code key} falls due at {@code deadlineMillis}; not noted, nothing happens. */
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
   * Takes out what is due, the earliest first.
   *
   * @param nowMillis due is what has a deadline at or before this
   * @param max how many to take at the most; the rest stays for the next time
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

  /** The earliest deadline, if there is any. */
  public OptionalLong earliest() {
    return keysByDeadline.isEmpty()
        ? OptionalLong.empty()
        : OptionalLong.of(keysByDeadline.firstKey());
  }

  /** How many entries there are. */
  public int size() {
    return size;
  }
}
