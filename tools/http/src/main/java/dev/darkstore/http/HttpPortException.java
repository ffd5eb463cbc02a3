package dev.darkstore.http;

/** The HTTP port cannot be opened as the settings ask for; the message says why. */
public final class HttpPortException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  HttpPortException(String message, Throwable cause) {
    super(message, cause);
  }

  HttpPortException(String message) {
    super(message);
  }
}
