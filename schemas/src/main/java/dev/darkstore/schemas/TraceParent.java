package dev.darkstore.schemas;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/**
 * W3C trace context of an order. It is passed on unchanged from the order to all resulting records;
 * none is ever generated.
 *
 * @param value version, trace id, parent id and flags: 55 characters
 */
public record TraceParent(String value) {
  private static final int CHARACTERS = 55;
  private static final int TRACE_ID_AT = 3;
  private static final int PARENT_ID_AT = 36;
  private static final int FLAGS_AT = 53;

  public TraceParent {
    if (!isWellFormed(value)) {
      throw new IllegalArgumentException("no traceparent: " + Text.quote(value));
    }
  }

  /** Returns the trace context in the text, if it is well-formed. */
  public static Optional<TraceParent> parse(String text) {
    return text != null && isWellFormed(text)
        ? Optional.of(new TraceParent(text))
        : Optional.empty();
  }

  /** Returns the trace context in the headers; empty if missing or malformed. */
  public static Optional<TraceParent> of(Headers headers) {
    Header header = headers.lastHeader(EventHeaders.TRACEPARENT);
    return header == null || header.value() == null || header.value().length != CHARACTERS
        ? Optional.empty()
        : parse(new String(header.value(), StandardCharsets.US_ASCII));
  }

  /** Adds it to headers. */
  public void writeTo(Headers headers) {
    headers.add(EventHeaders.TRACEPARENT, value.getBytes(StandardCharsets.US_ASCII));
  }

  private static boolean isWellFormed(String text) {
    return text.length() == CHARACTERS
        && isHex(text, 0, TRACE_ID_AT - 1)
        && !text.startsWith("ff") // Forbidden, so that a version can never be mistaken.
        && isId(text, TRACE_ID_AT, PARENT_ID_AT - 1)
        && isId(text, PARENT_ID_AT, FLAGS_AT - 1)
        && isHex(text, FLAGS_AT, CHARACTERS)
        && text.charAt(TRACE_ID_AT - 1) == '-'
        && text.charAt(PARENT_ID_AT - 1) == '-'
        && text.charAt(FLAGS_AT - 1) == '-';
  }

  /** Returns true if the text is a valid id: not all zeros. */
  private static boolean isId(String text, int from, int to) {
    if (!isHex(text, from, to)) {
      return false;
    }
    for (int i = from; i < to; i++) {
      if (text.charAt(i) != '0') {
        return true;
      }
    }
    return false;
  }

  private static boolean isHex(String text, int from, int to) {
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
        return false;
      }
    }
    return true;
  }
}
