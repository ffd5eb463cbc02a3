package dev.darkstore.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceParentTest {
  private static final String WELL_FORMED =
      "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

  @ParameterizedTest
  @ValueSource(
      strings = {
        WELL_FORMED,
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00",
        "01-00000000000000000000000000000001-0000000000000001-ff"
      })
  void isCarriedAsItCame(String text) {
    RecordHeaders headers = new RecordHeaders();
    new TraceParent(text).writeTo(headers);

    assertThat(TraceParent.of(headers)).contains(new TraceParent(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "00",
        "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
        "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e473g-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-what-else",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-0",
        "00_4bf92f3577b34da6a3ce929d0e0e4736_00f067aa0ba902b7_01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-\n1"
      })
  void isAsGoodAsNoneIfMalformed(String text) {
    RecordHeaders headers = new RecordHeaders();
    headers.add(EventHeaders.TRACEPARENT, text.getBytes(StandardCharsets.UTF_8));

    assertThat(TraceParent.of(headers)).isEmpty();
    assertThat(TraceParent.parse(text)).isEmpty();
  }

  @Test
  void isNotThereIfItDidNotCome() {
    assertThat(TraceParent.of(new RecordHeaders())).isEmpty();
    assertThat(TraceParent.of(new RecordHeaders().add(EventHeaders.TRACEPARENT, null))).isEmpty();
    assertThat(TraceParent.parse(null)).isEqualTo(Optional.empty());
  }
}
