package dev.darkstore.runtime.service;

import java.util.Optional;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;

/** Refusal by the cluster to let us do our work, in words for the person who can change that. */
final class ClusterRefusal {
  private ClusterRefusal() {}

  /** Returns the refusal in words if the failure is one. */
  static Optional<String> in(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof AuthenticationException) {
        return Optional.of(
            "the cluster does not accept who we are (%s); is the password or the certificate still good?"
                .formatted(messages(cause)));
      }
      if (cause instanceof AuthorizationException) {
        return Optional.of(
            "the cluster does not let us do what we have to (%s); 'darkstore acls --verify' compares the rights"
                .formatted(messages(cause)));
      }
    }
    return Optional.empty();
  }

  /** Its message and that of what lies at its bottom, which is what the other side said. */
  private static String messages(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root == failure ? failure.getMessage() : failure.getMessage() + ": " + root.getMessage();
  }
}
