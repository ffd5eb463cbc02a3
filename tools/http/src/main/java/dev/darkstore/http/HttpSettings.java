package dev.darkstore.http;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * Where the HTTP port is, and who may use it.
 *
 * @param host the name or address to listen on
 * @param port the port; 0 for any free one
 * @param tokenFile a file with the token that a request must carry, health checks aside; without it
 *     anybody may ask who reaches the port
 */
public record HttpSettings(String host, int port, Optional<Path> tokenFile) {
  /** Only this machine. */
  public static final String LOOPBACK = "127.0.0.1";

  public HttpSettings {
    Objects.requireNonNull(host, "host");
    Objects.requireNonNull(tokenFile, "tokenFile");
  }

  /** A port that only this machine reaches, without a token. */
  public static HttpSettings loopback(int port) {
    return new HttpSettings(LOOPBACK, port, Optional.empty());
  }
}
