package dev.darkstore.runtime.settings;

import java.util.Arrays;
import java.util.Locale;

/**
 * Tuning goal of a service. An order waits for two commits in a row, so the commit interval
 * dominates its latency; but each Kafka transaction has a fixed cost, independent of the number of
 * orders in it.
 */
public enum Profile {
  /** Minimum latency of an order. */
  LATENCY(10, 5, 0),
  /** Maximum throughput, at a latency higher by a few tenths of a second. */
  THROUGHPUT(100, 50, 5);

  private final int commitIntervalMillis;
  private final int pollMillis;
  private final int lingerMillis;

  Profile(int commitIntervalMillis, int pollMillis, int lingerMillis) {
    this.commitIntervalMillis = commitIntervalMillis;
    this.pollMillis = pollMillis;
    this.lingerMillis = lingerMillis;
  }

  /** Returns the commit interval of a service. */
  public int commitIntervalMillis() {
    return commitIntervalMillis;
  }

  /**
   * Returns the maximum wait for records in one poll. The commit interval is checked afterwards: a
   * wait longer than it would delay commits.
   */
  public int pollMillis() {
    return pollMillis;
  }

  /** Returns the time that a request or vote waits to share a batch with others. */
  public int lingerMillis() {
    return lingerMillis;
  }

  static String[] settingNames() {
    return Arrays.stream(values()).map(Profile::settingName).toArray(String[]::new);
  }

  static Profile named(String settingName) {
    return valueOf(settingName.toUpperCase(Locale.ROOT));
  }

  String settingName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
