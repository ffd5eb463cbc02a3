package dev.darkstore.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeadLetterHeadersTest {
  private static final DeadLetterHeaders SAMPLE =
      new DeadLetterHeaders(
          DeadLetterReason.INVALID,
          "lines is missing",
          "orders",
          3,
          12_345L,
          OptionalLong.of(1_700_000_000_000L));

  @ParameterizedTest
  @EnumSource
  void areReadAsTheyWereWritten(DeadLetterReason reason) {
    DeadLetterHeaders headers =
        new DeadLetterHeaders(reason, "détail", "orders", 3, Long.MAX_VALUE, OptionalLong.of(0));

    assertThat(DeadLetterHeaders.read(headers.toHeaders())).contains(headers);
  }

  @Test
  void areText() {
    Headers headers = SAMPLE.toHeaders();

    assertThat(text(headers, "error.reason")).isEqualTo("INVALID");
    assertThat(text(headers, "error.detail")).isEqualTo("lines is missing");
    assertThat(text(headers, "source.topic")).isEqualTo("orders");
    assertThat(text(headers, "source.partition")).isEqualTo("3");
    assertThat(text(headers, "source.offset")).isEqualTo("12345");
    assertThat(text(headers, "source.timestamp")).isEqualTo("1700000000000");
    assertThat(headers.toArray()).hasSize(6);
  }

  @Test
  void takeThePlaceOfWhatAClientWroteUnderTheirNames() {
    Headers headers = new RecordHeaders();
    headers.add("error.reason", bytes("REFUSED")).add("error.reason", null);
    headers.add("trace", bytes("t-1"));

    SAMPLE.writeTo(headers);

    assertThat(DeadLetterHeaders.read(headers)).contains(SAMPLE);
    assertThat(headers.headers("error.reason")).hasSize(1);
    assertThat(text(headers, "trace")).isEqualTo("t-1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "error.reason",
        "error.detail",
        "source.topic",
        "source.partition",
        "source.offset"
      })
  void areNotReadFromLess(String missing) {
    assertThat(DeadLetterHeaders.read(SAMPLE.toHeaders().remove(missing))).isEmpty();
    assertThat(DeadLetterHeaders.read(SAMPLE.toHeaders().add(missing, null))).isEmpty();
  }

  @Test
  void areReadWithoutTheTimestampThatEarlierVersionsDidNotWrite() {
    assertThat(DeadLetterHeaders.read(SAMPLE.toHeaders().remove("source.timestamp")))
        .hasValueSatisfying(read -> assertThat(read.sourceTimestampMillis()).isEmpty());
  }

  @Test
  void areNotReadFromWhatNoServiceWrote() {
    assertThat(DeadLetterHeaders.read(SAMPLE.toHeaders().add("error.reason", bytes("WHY"))))
        .isEmpty();
    assertThat(DeadLetterHeaders.read(SAMPLE.toHeaders().add("source.partition", bytes("x"))))
        .isEmpty();
    assertThat(DeadLetterHeaders.read(SAMPLE.toHeaders().add("source.offset", bytes("1.5"))))
        .isEmpty();
    assertThat(DeadLetterHeaders.read(SAMPLE.toHeaders().add("source.timestamp", bytes("noon"))))
        .isEmpty();
    assertThat(DeadLetterHeaders.read(new RecordHeaders())).isEmpty();
  }

  @Test
  void haveADetailThatIsBoundedAndPrintable() {
    assertThat(detail("a".repeat(1_000))).isEqualTo("a".repeat(1_000));
    assertThat(detail("a".repeat(1_001))).isEqualTo("a".repeat(999) + "…");
    assertThat(detail("\u001b".repeat(1_000_000))).hasSize(1_000).startsWith("\\u001b\\u001b");
    assertThat(detail("line\nline\t\u009b\u202e"))
        .isEqualTo("line\\u000aline\\u0009\\u009b\\u202e");
  }

  @Test
  void areOnRecordsThatAreCutToTheRecordLimit() {
    byte[] small = {1, 2, 3};

    assertThat(DeadLetterHeaders.bounded(null)).isNull();
    assertThat(DeadLetterHeaders.bounded(small)).isSameAs(small);
    assertThat(DeadLetterHeaders.bounded(new byte[1_000_000])).hasSize(Limits.RECORD_BYTES);
  }

  private static String detail(String text) {
    return new DeadLetterHeaders(
            DeadLetterReason.ORDER_ID_REUSED, text, "orders", 0, 0L, OptionalLong.empty())
        .detail();
  }

  private static String text(Headers headers, String name) {
    return new String(headers.lastHeader(name).value(), StandardCharsets.UTF_8);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
