package dev.darkstore.http;

/** Failure to open the HTTP port as configured; the message gives the reason. */
public final class HttpPortException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  HttpPortException(String message, Throwable cause) {
    super(message, cause);
  }

  HttpPortException(String message) {
    super(message);
  }
}
