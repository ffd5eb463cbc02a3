package dev.darkstore.runtime.logging;

import org.slf4j.MDC;

/** Adds the order in progress on a thread to every line that the thread logs. */
public final class OrderInLog {
  /** Field name of the order in log lines. */
  public static final String KEY = "orderId";

  private OrderInLog() {}

  /**
   * Runs the work with the order set. After a failure the order stays set: the thread logs the
   * failure later. The next order replaces it.
   */
  public static void during(String orderId, Runnable work) {
    MDC.put(KEY, orderId);
    work.run();
    MDC.remove(KEY);
  }
}
