package dev.darkstore.chaos.cluster;

/** The run cannot go on, or has shown what must not be; the message says what. */
public final class ChaosException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public ChaosException(String message) {
    super(message);
  }

  public ChaosException(String message, Throwable cause) {
    super(message, cause);
  }
}
