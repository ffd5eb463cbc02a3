package dev.darkstore.runtime.service;

/** The cluster is not one that a service can work on; the message says why. */
public final class UnfitClusterException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UnfitClusterException(String message) {
    super(message);
  }

  private UnfitClusterException(String message, Throwable cause) {
    super(message, cause);
  }

  static UnfitClusterException unreachable(Throwable cause) {
    return new UnfitClusterException(
        ClusterRefusal.in(cause)
            .orElse("the brokers do not answer as they should: " + cause.getMessage()),
        cause);
  }
}
