package dev.darkstore.system.secured;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.LoggerFactory;

/** Log entries of services, clients and the broker at level INFO, until it is closed. */
final class LogWatch extends AppenderBase<ILoggingEvent> implements AutoCloseable {
  private static final Logger ROOT =
      (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);

  private final Level before = ROOT.getLevel();
  private final Queue<String> entries = new ConcurrentLinkedQueue<>();

  LogWatch() {
    setContext(ROOT.getLoggerContext());
    start();
    ROOT.addAppender(this);
    ROOT.setLevel(Level.INFO);
  }

  @Override
  protected void append(ILoggingEvent event) {
    entries.add(
        event.getFormattedMessage() + ThrowableProxyUtil.asString(event.getThrowableProxy()));
  }

  /** Returns the entries that contain all of these words. */
  List<String> with(String... words) {
    return entries.stream()
        .filter(entry -> List.of(words).stream().allMatch(entry::contains))
        .toList();
  }

  void assertContainsNoneOf(Collection<String> secrets) {
    assertThat(secrets).isNotEmpty();
    assertThat(with("sasl.jaas.config", "[hidden]")).as("settings that are logged").isNotEmpty();
    assertThat(entries).noneMatch(entry -> secrets.stream().anyMatch(entry::contains));
  }

  @Override
  public void close() {
    ROOT.detachAppender(this);
    ROOT.setLevel(before);
  }
}
