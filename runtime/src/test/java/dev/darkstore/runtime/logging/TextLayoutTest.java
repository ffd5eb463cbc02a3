package dev.darkstore.runtime.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TextLayoutTest {
  private static final String HOSTILE = "x\u001b[31m\n2026-01-01 00:00:00.000 ERROR forged";

  private final LoggerContext context = new LoggerContext();
  private final Logger logger = context.getLogger("dev.darkstore.Some");

  @AfterEach
  void asItWas() {
    LineEncoder.use(LogFormat.TEXT);
  }

  @Test
  void namesTheOrder() {
    assertThat(new TextLayout().line(event("told", null)))
        .endsWith(" INFO  Some [orderId=o-1] - told\n");
  }

  @Test
  void lineIsOneLineWhateverIsLogged() {
    String line = new TextLayout().line(event(HOSTILE, null));

    assertThat(line).containsOnlyOnce("\n").endsWith("\n").doesNotContain("\u001b");
    assertThat(line).contains("x\\u001b[31m\\u000a2026");
  }

  @Test
  void messagesOfExceptionsAreEscapedToo() {
    Exception failure =
        new IllegalStateException(HOSTILE, new IllegalArgumentException("why\u0007"));
    failure.addSuppressed(new IllegalStateException("also"));

    String lines = new TextLayout().line(event("failed", failure));

    assertThat(lines.lines().filter(line -> !line.startsWith("\t")))
        .hasSize(4)
        .anyMatch(line -> line.startsWith("java.lang.IllegalStateException: x\\u001b[31m\\u000a"))
        .anyMatch(line -> line.equals("suppressed: java.lang.IllegalStateException: also"))
        .anyMatch(line -> line.equals("caused by: java.lang.IllegalArgumentException: why\\u0007"));
  }

  @Test
  void asJsonALineIsOneObjectThatSaysTheSame() throws Exception {
    LineEncoder encoder = new LineEncoder();
    encoder.setContext(context);
    encoder.start();
    LineEncoder.use(LogFormat.JSON);

    String line =
        new String(
            encoder.encode(event(HOSTILE, new IllegalStateException("why"))),
            StandardCharsets.UTF_8);

    assertThat(line).containsOnlyOnce("\n").doesNotContain("\u001b");
    JsonNode json = new ObjectMapper().readTree(line);
    assertThat(json.path("formattedMessage").asText()).isEqualTo(HOSTILE);
    assertThat(json.path("mdc").path("orderId").asText()).isEqualTo("o-1");
    assertThat(json.path("throwable").path("message").asText()).isEqualTo("why");
    assertThat(json.path("level").asText()).isEqualTo("INFO");
  }

  private ILoggingEvent event(String message, Throwable failure) {
    LoggingEvent event = new LoggingEvent("", logger, Level.INFO, message, failure, null);
    event.setMDCPropertyMap(Map.of("orderId", "o-1"));
    return event;
  }
}
