package dev.darkstore.console;

import dev.darkstore.runtime.settings.HttpSettings;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What a console shows, where, and what it lets people do.
 *
 * @param clientConfig of a Kafka client, {@code bootstrap.servers} included
 * @param http where the page is served, and whether a token is needed
 * @param window how far back events are read at the start; supply is read from its beginning
 * @param isReadOnly whether the page only shows
 * @param participants those that the page may stop and start, if any
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
