package dev.darkstore.console;

import dev.darkstore.http.HttpSettings;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Options of a console: the events it shows, where it is served, and the actions it permits.
 *
 * @param clientConfig settings of a Kafka client, {@code bootstrap.servers} included
 * @param http address at which the page is served, and its token, if one is needed
 * @param window period before the start whose events are read; supply is read from its beginning
 * @param isReadOnly true if the page only shows
 * @param participants participants that the page may stop and start, if any
 */
public record ConsoleOptions(
    Map<String, Object> clientConfig,
    HttpSettings http,
    Duration window,
    boolean isReadOnly,
    Optional<Participants> participants) {
  /** How far back events are read unless something else is wanted. */
  public static final Duration WINDOW = Duration.ofHours(1);

  /** Keeps a copy of the configuration. */
  public ConsoleOptions {
    clientConfig = Map.copyOf(clientConfig);
    Objects.requireNonNull(http, "http");
    Objects.requireNonNull(participants, "participants");
    if (window.isNegative() || window.isZero()) {
      throw new IllegalArgumentException("window is " + window + "; it must be positive");
    }
  }
}
