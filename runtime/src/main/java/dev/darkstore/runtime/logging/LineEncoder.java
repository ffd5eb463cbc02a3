package dev.darkstore.runtime.logging;

import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.EncoderBase;
import java.nio.charset.StandardCharsets;

/**
 * Encodes log lines in the configured format: taken from the environment at first, and from the
 * settings once they have been read.
 */
public final class LineEncoder extends EncoderBase<ILoggingEvent> {
  private static final String VARIABLE = "DARKSTORE_LOG_FORMAT";

  private static volatile LogFormat format = initial(System.getenv(VARIABLE));

  private final TextLayout text = new TextLayout();
  private final JsonEncoder json = new JsonEncoder();

  /** Switches to this format. */
  public static void use(LogFormat wanted) {
    format = wanted;
  }

  private static LogFormat initial(String variable) {
    // An invalid value is rejected with the other settings; until then some format is needed.
    return variable != null && LogFormat.isNamed(variable)
        ? LogFormat.named(variable)
        : LogFormat.TEXT;
  }

  @Override
  public void start() {
    json.setContext(getContext());
    // Fields that are constant for a process or redundant.
    json.setWithContext(false);
    json.setWithSequenceNumber(false);
    json.setWithNanoseconds(false);
    json.setWithMessage(false);
    json.setWithArguments(false);
    json.setWithFormattedMessage(true);
    json.start();
    super.start();
  }

  @Override
  public byte[] headerBytes() {
    return new byte[0];
  }

  @Override
  public byte[] encode(ILoggingEvent event) {
    return switch (format) {
      case TEXT -> text.line(event).getBytes(StandardCharsets.UTF_8);
      case JSON -> json.encode(event);
    };
  }

  @Override
  public byte[] footerBytes() {
    return new byte[0];
  }
}
