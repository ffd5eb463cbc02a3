package dev.darkstore.schemas;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/** Headers that are texts in UTF-8, numbers in decimal. */
final class TextHeaders {
  private TextHeaders() {}

  /** Adds a header, in place of any of the same name. */
  static void put(Headers headers, String name, String value) {
    headers.remove(name).add(name, value.getBytes(StandardCharsets.UTF_8));
  }

  /** The last header of this name. */
  static Optional<String> last(Headers headers, String name) {
    Header header = headers.lastHeader(name);
    return header == null || header.value() == null
        ? Optional.empty()
        : Optional.of(new String(header.value(), StandardCharsets.UTF_8));
  }

  /** The last header of this name, if it is a whole number that is not negative. */
  static OptionalLong lastNumber(Headers headers, String name) {
    Optional<String> text = last(headers, name);
    if (text.isEmpty() || !text.get().matches("\\d{1,18}")) {
      return OptionalLong.empty();
    }
    return OptionalLong.of(Long.parseLong(text.get()));
  }
}
