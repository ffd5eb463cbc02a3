package dev.darkstore.runtime.operations;

/** The HTTP port cannot be opened as the settings ask for; the message says why. */
public final class OperationsException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  OperationsException(String message, Throwable cause) {
    super(message, cause);
  }

  OperationsException(String message) {
    super(message);
  }
}
