package dev.darkstore.console;

import dev.darkstore.http.HttpSettings;
import dev.darkstore.schemas.Installation;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Options of a console: events, address, and permitted actions.
 *
 * @param clientConfig settings of a Kafka client, {@code bootstrap.servers} included
 * @param installation installation whose events are shown
 * @param http address of the page, and its token, if required
 * @param window period before the start whose events are read; supply is read from its beginning
 * @param isReadOnly true if the page has no actions
 * @param participants participants that the page may stop and start, if any
 */
public record ConsoleOptions(
    Map<String, Object> clientConfig,
    Installation installation,
    HttpSettings http,
    Duration window,
    boolean isReadOnly,
    Optional<Participants> participants) {
  /** Default port of the page. */
  public static final int PORT = 8190;

  /** Default period before the start whose events are read. */
  public static final Duration WINDOW = Duration.ofHours(1);

  /** Copies the configuration. */
  public ConsoleOptions {
    clientConfig = Map.copyOf(clientConfig);
    Objects.requireNonNull(installation, "installation");
    Objects.requireNonNull(http, "http");
    Objects.requireNonNull(participants, "participants");
    if (window.isNegative() || window.isZero()) {
      throw new IllegalArgumentException("window is " + window + "; it must be positive");
    }
  }
}
