package dev.darkstore.console;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Latest state of each section. A reader passes the version up to which it has read, and is given
 * the sections that have changed since, in their latest form: so a slow reader misses the states in
 * between, holds up nobody, and nothing is kept for it.
 */
final class Bulletin {
  private final Map<String, Notice> notices = new LinkedHashMap<>();
  private long version;

  /** A section as it is since some version. */
  record Notice(String section, String json, long version) {}

  /** Sets the state of a section; nothing happens if it was the same before. */
  synchronized void post(String section, String json) {
    Notice before = notices.get(section);
    if (before == null || !before.json().equals(json)) {
      version++;
      notices.put(section, new Notice(section, json, version));
      notifyAll();
    }
  }

  /** Returns the sections that changed after this version; empty if none does within that time. */
  synchronized List<Notice> after(long seen, long waitMillis) throws InterruptedException {
    long untilNanos = System.nanoTime() + waitMillis * 1_000_000;
    while (version <= seen) {
      long leftMillis = (untilNanos - System.nanoTime()) / 1_000_000;
      if (leftMillis <= 0) {
        return List.of();
      }
      wait(leftMillis);
    }
    List<Notice> changed = new ArrayList<>();
    for (Notice notice : notices.values()) {
      if (notice.version() > seen) {
        changed.add(notice);
      }
    }
    return changed;
  }
}
