package dev.darkstore.runtime.operations;

import java.util.LinkedHashSet;
import java.util.Set;

/** Causes of a failure, as one line for people. */
final class Causes {
  private static final int DEPTH_MAX = 10;

  private Causes() {}

  /** Returns the messages of the failure and of its causes, each once. */
  static String describe(Throwable failure) {
    Set<String> messages = new LinkedHashSet<>();
    Throwable cause = failure;
    for (int depth = 0; cause != null && depth < DEPTH_MAX; depth++) {
      messages.add(cause.getMessage() == null ? cause.getClass().getName() : cause.getMessage());
      cause = cause.getCause();
    }
    return String.join(": ", messages);
  }
}
