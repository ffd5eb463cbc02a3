package dev.darkstore.console;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is to be known now, by section. Whoever reads says up to where it has read, and is given
 * what has changed since, in its latest form: so a slow reader misses what was in between, holds up
 * nobody, and nothing is kept for it.
 */
final class Bulletin {
  private final Map<String, Notice> notices = new LinkedHashMap<>();
  private long version;

  /** A section as it is since some version. */
  record Notice(String section, String json, long version) {}

  /** Says what a section is now; nothing happens if it was so before. */
  synchronized void post(String section, String json) {
    Notice before = notices.get(section);
    if (before == null || !before.json().equals(json)) {
      version++;
      notices.put(section, new Notice(section, json, version));
      notifyAll();
    }
  }

  /** What has changed after this version; empty if nothing does within that time. */
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
