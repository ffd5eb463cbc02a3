package dev.darkstore.local.demo;

import java.util.Map;

/**
 * Durations of the demo: shorter than the services' defaults, so that timeouts show within seconds.
 */
final class DemoTiming {
  static final int HOLD_SECONDS = 10;
  static final int RESERVE_TIMEOUT_SECONDS = 2;
  static final int COMMIT_ATTEMPTS = 3;
  static final int COMMIT_RETRY_SECONDS = 1;

  private static final int MARGIN_SECONDS = 2;

  private DemoTiming() {}

  /** Returns them as settings of a service. */
  static Map<String, String> settings() {
    return Map.of(
        "darkstore.hold.ms", millis(HOLD_SECONDS),
        "darkstore.reserve.timeout.ms", millis(RESERVE_TIMEOUT_SECONDS),
        "darkstore.commit.attempts", Integer.toString(COMMIT_ATTEMPTS),
        "darkstore.commit.retry.ms", millis(COMMIT_RETRY_SECONDS),
        "darkstore.margin.ms", millis(MARGIN_SECONDS),
        "darkstore.release.pause.ms", millis(1),
        "darkstore.release.pause.max.ms", millis(5));
  }

  /** Returns them as text. */
  static String inWords() {
    return "reserve %d s, commit %d x %d s, hold %d s"
        .formatted(RESERVE_TIMEOUT_SECONDS, COMMIT_ATTEMPTS, COMMIT_RETRY_SECONDS, HOLD_SECONDS);
  }

  private static String millis(int seconds) {
    return Integer.toString(seconds * 1_000);
  }
}
