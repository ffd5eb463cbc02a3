package dev.darkstore.schemas;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/**
 * The W3C trace context that an order came with. It is carried along unchanged, from the order to
 * whatever follows from it; none is ever made up.
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

  /** The text, if it is one. */
  public static Optional<TraceParent> parse(String text) {
    return text != null && isWellFormed(text)
        ? Optional.of(new TraceParent(text))
        : Optional.empty();
  }

  /** The one that the headers carry; a malformed one is as good as none. */
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

  /** An id of zeros only is none. */
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
