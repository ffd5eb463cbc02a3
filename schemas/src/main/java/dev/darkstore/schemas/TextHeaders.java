package dev.darkstore.schemas;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/** Headers with text values in UTF-8, numbers in decimal. */
final class TextHeaders {
  private TextHeaders() {}

  /** Adds a header and replaces headers with an equal name. */
  static void put(Headers headers, String name, String value) {
    headers.remove(name).add(name, value.getBytes(StandardCharsets.UTF_8));
  }

  /** Returns the last header with this name. */
  static Optional<String> last(Headers headers, String name) {
    Header header = headers.lastHeader(name);
    return header == null || header.value() == null
        ? Optional.empty()
        : Optional.of(new String(header.value(), StandardCharsets.UTF_8));
  }

  /** Returns the last header with this name, if it is a non-negative whole number. */
  static OptionalLong lastNumber(Headers headers, String name) {
    Optional<String> text = last(headers, name);
    if (text.isEmpty() || !text.get().matches("\\d{1,18}")) {
      return OptionalLong.empty();
    }
    return OptionalLong.of(Long.parseLong(text.get()));
  }
}
