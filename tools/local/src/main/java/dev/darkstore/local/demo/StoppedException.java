package dev.darkstore.local.demo;

/** Request to stop the demo before its end. */
final class StoppedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  StoppedException() {
    super("stopped");
  }
}
