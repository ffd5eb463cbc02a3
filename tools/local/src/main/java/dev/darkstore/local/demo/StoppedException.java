package dev.darkstore.local.demo;

/** Somebody asked the demo to stop before its end. */
final class StoppedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  StoppedException() {
    super("stopped");
  }
}
