package dev.darkstore.chaos.cluster;

/** Thrown if the run cannot continue or has found a violation, which the message describes. */
public final class ChaosException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public ChaosException(String message) {
    super(message);
  }

  public ChaosException(String message, Throwable cause) {
    super(message, cause);
  }
}
