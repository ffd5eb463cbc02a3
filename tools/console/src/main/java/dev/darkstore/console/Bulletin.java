package dev.darkstore.console;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Latest state of each section. A reader passes the version it has read last, and gets the latest
 * state of the sections changed since: a slow reader skips intermediate states, delays no other
 * reader, and needs no queue.
 */
final class Bulletin {
  private final Map<String, Notice> notices = new LinkedHashMap<>();
  private long version;

  /** State of a section, since the given version. */
  record Notice(String section, String json, long version) {}

  /** Sets the state of a section; an equal state changes nothing. */
  synchronized void post(String section, String json) {
    Notice before = notices.get(section);
    if (before == null || !before.json().equals(json)) {
      version++;
      notices.put(section, new Notice(section, json, version));
      notifyAll();
    }
  }

  /**
   * Returns the sections that changed after this version; empty if none changes within the timeout.
   */
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
