package dev.darkstore.runtime.service;

import java.util.Optional;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;

/** Refusal by the cluster, described for the person who can change it. */
final class ClusterRefusal {
  private ClusterRefusal() {}

  /** Returns the description if the failure is a refusal. */
  static Optional<String> in(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof AuthenticationException) {
        return Optional.of(
            "the cluster does not accept who we are (%s); is the password or the certificate still good?"
                .formatted(messages(cause)));
      }
      if (cause instanceof AuthorizationException) {
        return Optional.of(
            "the cluster denies a right that the service needs (%s); 'darkstore acls --verify' compares the rights"
                .formatted(messages(cause)));
      }
    }
    return Optional.empty();
  }

  /** Returns its message and that of its root cause, which is the broker's message. */
  private static String messages(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root == failure ? failure.getMessage() : failure.getMessage() + ": " + root.getMessage();
  }
}
