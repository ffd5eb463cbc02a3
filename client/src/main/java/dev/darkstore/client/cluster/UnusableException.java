package dev.darkstore.client.cluster;

/** Failure because of the environment of a command; the message gives the reason to the user. */
public final class UnusableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Creates an exception; the message is one sentence, without a full stop. */
  public UnusableException(String message) {
    super(message);
  }

  /**
   * Creates an exception with a cause for debugging; the message is one sentence, without a full
   * stop.
   */
  public UnusableException(String message, Throwable cause) {
    super(message, cause);
  }
}
