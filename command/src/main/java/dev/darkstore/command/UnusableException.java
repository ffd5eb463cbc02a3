package dev.darkstore.command;

/** The command cannot run in these surroundings; the message tells the person why. */
final class UnusableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UnusableException(String message, Throwable cause) {
    super(message, cause);
  }
}
