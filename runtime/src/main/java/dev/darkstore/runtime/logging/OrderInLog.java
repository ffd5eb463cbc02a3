package dev.darkstore.runtime.logging;

import org.slf4j.MDC;

/** Names the order that a thread is at work on in every line that it logs. */
public final class OrderInLog {
  /** The name under which lines carry it. */
  public static final String KEY = "orderId";

  private OrderInLog() {}

  /**
   * Does the work in the name of the order. If it fails the name stays: the line that tells of the
   * failure is logged by the thread later on. The next order takes its place.
   */
  public static void during(String orderId, Runnable work) {
    MDC.put(KEY, orderId);
    work.run();
    MDC.remove(KEY);
  }
}
