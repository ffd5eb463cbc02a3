package dev.darkstore.console;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.darkstore.client.letters.Letter;
import dev.darkstore.client.letters.Resending;
import dev.darkstore.client.log.EventText;
import dev.darkstore.client.log.LogEntry;
import dev.darkstore.schemas.DeadLetterHeaders;
import dev.darkstore.schemas.Text;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Header;

/** JSON of one dead letter: reason, source, headers and content, in bounded portions. */
final class LetterJson {
  static final int CONTENT_CHARACTERS_MAX = 8_000;
  static final int HEADERS_MAX = 40;
  static final int HEADER_CHARACTERS_MAX = 500;

  private LetterJson() {}

  /** Returns the letter as JSON. */
  static ObjectNode of(Letter letter) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("id", letter.id())
        .put("at", letter.record().timestamp())
        .put("reason", letter.headers().map(each -> each.reason().name()).orElse(""))
        .put("detail", letter.headers().map(DeadLetterHeaders::detail).orElseGet(letter::why))
        .put("source", letter.source())
        .put("key", letter.key())
        .put("order", LogEntry.of(letter.record()).orderId().orElse(""))
        .put("content", Text.bounded(letter.content(), CONTENT_CHARACTERS_MAX));
    ArrayNode headers = json.putArray("headers");
    int omitted = 0;
    for (Header header : letter.record().headers()) {
      if (headers.size() < HEADERS_MAX) {
        headers
            .addObject()
            .put("name", Text.bounded(header.key(), HEADER_CHARACTERS_MAX))
            .put("value", value(header));
      } else {
        omitted++;
      }
    }
    json.put("headersOmitted", omitted);
    letter
        .resent()
        .ifPresent(mark -> json.put("resentAs", EventText.target(mark)).put("resentBy", mark.by()));
    Resending.obstacle(letter, null).ifPresent(why -> json.put("obstacle", why));
    return json.put("correctable", Resending.isCorrectable(letter));
  }

  private static String value(Header header) {
    return header.value() == null
        ? ""
        : Text.bounded(new String(header.value(), StandardCharsets.UTF_8), HEADER_CHARACTERS_MAX);
  }
}
