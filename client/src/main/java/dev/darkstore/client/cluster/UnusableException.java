package dev.darkstore.client.cluster;

/** The command cannot run in these surroundings; the message tells the person why. */
public final class UnusableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** The message is one sentence, without a full stop. */
  public UnusableException(String message) {
    super(message);
  }

  /** The message is one sentence, without a full stop; the cause is for whoever debugs. */
  public UnusableException(String message, Throwable cause) {
    super(message, cause);
  }
}
