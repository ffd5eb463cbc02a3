package dev.darkstore.http;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * Address of the HTTP port, and its access control.
 *
 * @param host name or address to listen on
 * @param port port; 0 for any free one
 * @param tokenFile file with the token required of every request except health checks; without it
 *     every client that reaches the port has access
 */
public record HttpSettings(String host, int port, Optional<Path> tokenFile) {
  /** Address that only this machine reaches. */
  public static final String LOOPBACK = "127.0.0.1";

  public HttpSettings {
    Objects.requireNonNull(host, "host");
    Objects.requireNonNull(tokenFile, "tokenFile");
  }

  /** Returns settings for this machine only, without a token. */
  public static HttpSettings loopback(int port) {
    return new HttpSettings(LOOPBACK, port, Optional.empty());
  }
}
