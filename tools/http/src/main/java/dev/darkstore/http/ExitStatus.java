package dev.darkstore.http;

/** Exit statuses of every program: services, command, health check, registry mirror. */
public final class ExitStatus {
  /** It did its work, or was stopped; the answer is yes. */
  public static final int OK = 0;

  /** It ran, and failed or found something that must not be; the answer is no. */
  public static final int FAILED = 1;

  /** It could not start: wrong usage, invalid settings, unreachable or unfit cluster. */
  public static final int UNUSABLE = 2;

  private ExitStatus() {}
}
