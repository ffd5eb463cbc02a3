package dev.darkstore.runtime.settings;

import java.util.Arrays;
import java.util.Locale;

/**
 * Goal that a service is tuned for. An order waits for two commits in a row, so the commit interval
 * is the larger part of its latency; but each Kafka transaction costs the same however many orders
 * it carries.
 */
public enum Profile {
  /** An order has its outcome in the shortest time. */
  LATENCY(10, 5, 0),
  /** As many orders as possible have theirs, each a few tenths of a second later. */
  THROUGHPUT(100, 50, 5);

  private final int commitIntervalMillis;
  private final int pollMillis;
  private final int lingerMillis;

  Profile(int commitIntervalMillis, int pollMillis, int lingerMillis) {
    this.commitIntervalMillis = commitIntervalMillis;
    this.pollMillis = pollMillis;
    this.lingerMillis = lingerMillis;
  }

  /** How often a service commits. */
  public int commitIntervalMillis() {
    return commitIntervalMillis;
  }

  /**
   * How long a service waits for records. Whether to commit is looked at after that: more than the
   * interval would be wasted.
   */
  public int pollMillis() {
    return pollMillis;
  }

  /** How long a request or vote waits for others, to go to the broker with them. */
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
