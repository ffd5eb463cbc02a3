package dev.darkstore.benchmarks;

import java.io.IOException;
import java.util.concurrent.locks.LockSupport;

/** The life of a process that was started by another: it lasts as long as its input. */
final class ChildLife {
  private static final long STOP_LIMIT_NANOS = 15_000_000_000L;

  private ChildLife() {}

  /** Says that the process is ready, and waits until it is to end. */
  static void runUntilTold(String readyMessage) throws IOException {
    System.out.println(JavaProcess.READY + readyMessage);
    System.out.flush();
    while (System.in.read() >= 0) {
      // Nothing is said to us; only the end counts.
    }
    Thread limit = new Thread(ChildLife::haltLater, "stop-limit");
    limit.setDaemon(true);
    limit.start();
  }

  private static void haltLater() {
    long end = System.nanoTime() + STOP_LIMIT_NANOS;
    while (System.nanoTime() < end) {
      LockSupport.parkNanos(STOP_LIMIT_NANOS);
    }
    Runtime.getRuntime().halt(3);
  }
}
