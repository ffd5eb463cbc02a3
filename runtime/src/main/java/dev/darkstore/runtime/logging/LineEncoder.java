package dev.darkstore.runtime.logging;

import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.EncoderBase;
import java.nio.charset.StandardCharsets;

/**
 * Writes lines in the format that is set: at first what the environment says, then, once the
 * settings have been read, what they say.
 */
public final class LineEncoder extends EncoderBase<ILoggingEvent> {
  private static final String VARIABLE = "DARKSTORE_LOG_FORMAT";

  private static volatile LogFormat format = initial(System.getenv(VARIABLE));

  private final TextLayout text = new TextLayout();
  private final JsonEncoder json = new JsonEncoder();

  /** Logs in this format from now on. */
  public static void use(LogFormat wanted) {
    format = wanted;
  }

  private static LogFormat initial(String variable) {
    // A wrong value is refused with the other settings; that must be logged somehow.
    return variable != null && LogFormat.isNamed(variable)
        ? LogFormat.named(variable)
        : LogFormat.TEXT;
  }

  @Override
  public void start() {
    json.setContext(getContext());
    // What every line of a process has in common, or says a second time.
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
