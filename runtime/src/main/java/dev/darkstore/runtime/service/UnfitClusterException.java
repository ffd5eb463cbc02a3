package dev.darkstore.runtime.service;

import java.util.concurrent.TimeoutException;

/** Cluster that a service cannot work on; the message gives the reason. */
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

  /** Returns true if no broker replied, which may be transient; false if a check failed. */
  boolean isUnreachable() {
    return unreachable;
  }

  static UnfitClusterException unreachable(Throwable cause) {
    return new UnfitClusterException(
        ClusterRefusal.in(cause).orElse("the brokers' reply is not usable:  " + message(cause)),
        cause);
  }

  private static String message(Throwable cause) {
    return cause instanceof TimeoutException && cause.getMessage() == null
        ? "no answer in time"
        : cause.getMessage();
  }
}
