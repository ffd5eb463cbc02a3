package dev.darkstore.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
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

  /** Name of the setting of the host. */
  public static final String HOST_SETTING = "darkstore.http.host";

  /** Name of the setting of the port. */
  public static final String PORT_SETTING = "darkstore.http.port";

  /** Name of the setting of the token file. */
  public static final String TOKEN_FILE_SETTING = "darkstore.http.token.file";

  public HttpSettings {
    Objects.requireNonNull(host, "host");
    Objects.requireNonNull(tokenFile, "tokenFile");
  }

  /**
   * Returns true if other machines may reach the port. An unknown host is rejected when the port
   * opens.
   */
  public boolean isReachable() {
    try {
      return !InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }

  /** Returns settings for this machine only, without a token. */
  public static HttpSettings loopback(int port) {
    return new HttpSettings(LOOPBACK, port, Optional.empty());
  }
}
