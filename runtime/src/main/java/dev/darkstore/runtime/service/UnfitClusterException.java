package dev.darkstore.runtime.service;

import java.util.concurrent.TimeoutException;

/** The cluster is not one that a service can work on; the message says why. */
public final class UnfitClusterException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final boolean unreachable;

  UnfitClusterException(String message) {
    super(message);
    this.unreachable = false;
  }

  private UnfitClusterException(String message, Throwable cause) {
    super(message, cause);
    this.unreachable = ClusterRefusal.in(cause).isEmpty();
  }

  /** Returns true if nobody answered, which may pass; false if the answer is no. */
  boolean isUnreachable() {
    return unreachable;
  }

  static UnfitClusterException unreachable(Throwable cause) {
    return new UnfitClusterException(
        ClusterRefusal.in(cause)
            .orElse("the brokers do not answer as they should: " + message(cause)),
        cause);
  }

  private static String message(Throwable cause) {
    return cause instanceof TimeoutException && cause.getMessage() == null
        ? "no answer in time"
        : cause.getMessage();
  }
}
