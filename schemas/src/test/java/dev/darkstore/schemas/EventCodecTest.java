package dev.darkstore.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkstore.schemas.Samples.Sample;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EventCodecTest {
  static Stream<Sample<?>> all() {
    return Samples.all();
  }

  @ParameterizedTest
  @MethodSource("all")
  <T extends SpecificRecord> void readsWhatItWrote(Sample<T> sample) throws Exception {
    assertThat(sample.codec().decode(sample.encoded())).isEqualTo(sample.record());
  }
}
