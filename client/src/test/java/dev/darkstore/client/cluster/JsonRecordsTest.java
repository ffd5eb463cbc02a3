package dev.darkstore.client.cluster;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.darkstore.events.CancelOrder;
import dev.darkstore.events.OrderRequest;
import dev.darkstore.schemas.EventCodec;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("JSON records written by people")
class JsonRecordsTest {
  private static final String TWO_CANCELLATIONS =
      "{\"type\":\"CancelOrder\",\"orderId\":\"o-1\"}\r\n"
          + "{\"type\":\"CancelOrder\",\"orderId\":\"o-2\"}\r\n";

  @Test
  @DisplayName("are read with their lines")
  void areReadWithTheirLines() {
    assertThat(read(TWO_CANCELLATIONS.getBytes(UTF_8)))
        .extracting(JsonRecords.Line::line, JsonRecords.Line::record)
        .containsExactly(tuple(1, cancel("o-1")), tuple(2, cancel("o-2")));
  }

  @Test
  @DisplayName("are read after a byte order mark")
  void areReadAfterAByteOrderMark() {
    assertThat(read(("\uFEFF" + TWO_CANCELLATIONS).getBytes(UTF_8)))
        .isEqualTo(read(TWO_CANCELLATIONS.getBytes(UTF_8)));
  }

  @Test
  @DisplayName("in UTF-16 are refused with the required encoding")
  void inUtf16AreRefused() {
    assertThatThrownBy(() -> read(TWO_CANCELLATIONS.getBytes(UTF_16)))
        .isInstanceOf(UnusableException.class)
        .hasMessage("the input is not text in UTF-8; save it as UTF-8");
  }

  private static List<JsonRecords.Line<OrderRequest>> read(byte[] content) {
    return JsonRecords.read(
        Path.of("-"), new ByteArrayInputStream(content), EventCodec.ORDERS::read);
  }

  private static OrderRequest cancel(String orderId) {
    return new OrderRequest(orderId, new CancelOrder());
  }
}
