package dev.darkstore.runtime.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.StackTraceElementProxy;
import dev.darkstore.schemas.Text;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;

/**
 * Log line for people. A line may quote foreign input: terminal control sequences and line breaks
 * are escaped, in the message and in those of exceptions.
 */
final class TextLayout {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS", Locale.ROOT)
          .withZone(ZoneId.systemDefault());
  private static final int CAUSES_MAX = 20;

  /** Returns the event as a line, followed by its stack trace, if any. */
  String line(ILoggingEvent event) {
    StringBuilder line = new StringBuilder(160);
    TIME.formatTo(Instant.ofEpochMilli(event.getTimeStamp()), line);
    line.append(String.format(" %-5s ", event.getLevel())).append(simple(event.getLoggerName()));
    for (Map.Entry<String, String> entry : event.getMDCPropertyMap().entrySet()) {
      line.append(" [").append(entry.getKey()).append('=');
      line.append(Text.escape(entry.getValue())).append(']');
    }
    line.append(" - ").append(Text.escape(event.getFormattedMessage())).append('\n');
    append(line, "", event.getThrowableProxy(), 0);
    return line.toString();
  }

  private static void append(
      StringBuilder line, String label, IThrowableProxy throwable, int depth) {
    if (throwable == null || depth > CAUSES_MAX) {
      return;
    }
    line.append(label).append(throwable.getClassName());
    if (throwable.getMessage() != null) {
      line.append(": ").append(Text.escape(throwable.getMessage()));
    }
    line.append('\n');
    StackTraceElementProxy[] frames = throwable.getStackTraceElementProxyArray();
    int common = throwable.getCommonFrames();
    for (int i = 0; i < frames.length - common; i++) {
      line.append('\t').append(frames[i].getSTEAsString()).append('\n');
    }
    if (common > 0) {
      line.append("\t… ").append(common).append(" as above\n");
    }
    for (IThrowableProxy suppressed : throwable.getSuppressed()) {
      append(line, "suppressed: ", suppressed, depth + 1);
    }
    append(line, "caused by: ", throwable.getCause(), depth + 1);
  }

  private static String simple(String logger) {
    return logger.substring(logger.lastIndexOf('.') + 1);
  }
}
