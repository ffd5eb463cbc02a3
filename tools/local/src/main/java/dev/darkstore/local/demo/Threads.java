package dev.darkstore.local.demo;

/** Waiting for threads. */
final class Threads {
  private Threads() {}

  /** Waits until the thread has ended, or this one is interrupted, which it then remains. */
  static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
