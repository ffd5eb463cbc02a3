package dev.darkstore.http;

import java.io.IOException;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.URI;

/**
 * Readiness probe of a service on this machine, for a container's health check: {@code java
 * dev.darkstore.http.HealthCheck 8181}. The image contains no curl and needs none.
 */
public final class HealthCheck {
  private static final int TIMEOUT_MILLIS = 3_000;

  private HealthCheck() {}

  /** Ends with status 0 if the service at the port is ready, otherwise with 1. */
  public static void main(String[] arguments) {
    if (arguments.length != 1 || !arguments[0].matches("\\d{1,5}")) {
      System.err.println("usage: HealthCheck PORT");
      System.exit(ExitStatus.UNUSABLE);
    }
    System.exit(isReady(Integer.parseInt(arguments[0])) ? ExitStatus.OK : ExitStatus.FAILED);
  }

  private static boolean isReady(int port) {
    try {
      HttpURLConnection connection =
          (HttpURLConnection)
              URI.create("http://127.0.0.1:%s%sready".formatted(port, HealthRoutes.PREFIX))
                  .toURL()
                  .openConnection();
      connection.setConnectTimeout(TIMEOUT_MILLIS);
      connection.setReadTimeout(TIMEOUT_MILLIS);
      int status = connection.getResponseCode();
      System.out.println("status " + status);
      return status == HttpURLConnection.HTTP_OK;
    } catch (ConnectException e) {
      System.out.println("no process listens on port " + port);
      return false;
    } catch (IOException e) {
      System.out.println(e.getMessage());
      return false;
    }
  }
}
