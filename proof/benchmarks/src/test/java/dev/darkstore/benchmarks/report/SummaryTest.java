package dev.darkstore.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class SummaryTest {
  @Test
  void theMedianOfAnOddNumberIsTheMiddleOne() {
    assertThat(Summary.of(List.of(9.0, 1.0, 2.0))).isEqualTo(new Summary(1, 2, 9, 3));
  }

  @Test
  void theMedianOfAnEvenNumberLiesBetweenTheMiddleTwo() {
    assertThat(Summary.of(List.of(4.0, 1.0, 2.0, 9.0))).isEqualTo(new Summary(1, 3, 9, 4));
  }

  @Test
  void nothingHasNoSummary() {
    assertThatThrownBy(() -> Summary.of(List.of())).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void figuresHaveAsManyDigitsAsMeanSomething() {
    assertThat(List.of(12345.678, 12.345, 1.2345, 0.00123))
        .extracting(Summary::figure)
        .containsExactly("12,346", "12.3", "1.23", "0.0012");
  }

  @Test
  void theMedianDecidesWhetherARowIsReached() {
    List<Double> values = List.of(1.0, 1.2, 9.0);

    assertThat(Row.atMost("ratio", 1.3, "", values).reached()).isTrue();
    assertThat(Row.atLeast("ratio", 1.3, "", values).reached()).isFalse();
  }
}
