package dev.darkstore.runtime.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.stream.Stream;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.errors.InvalidTxnStateException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.streams.errors.ProcessorStateException;
import org.apache.kafka.streams.errors.StreamsException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("The failure of a stream thread")
class FailureTest {
  static Stream<Throwable> passing() {
    return Stream.of(
        new InvalidTxnStateException("aborted"),
        new ProducerFencedException("fenced"),
        new KafkaException("the result is unknown", new TimeoutException("no answer")),
        new WakeupException());
  }

  static Stream<Throwable> lasting() {
    return Stream.of(
        new IllegalStateException("negative stock"),
        new AuthorizationException("not yours"),
        new InvalidTimestampException("too far ahead"),
        new RecordTooLargeException("a megabyte"),
        new ProcessorStateException("the store cannot be written", new IOException("disk full")));
  }

  @ParameterizedTest
  @MethodSource("passing")
  @DisplayName("leads to a restart in the process when new clients can continue")
  void isAnsweredInTheProcess(Throwable failure) {
    assertThat(Failure.isPassing(new StreamsException("in task 0_1", failure))).isTrue();
  }

  @ParameterizedTest
  @MethodSource("lasting")
  @DisplayName("stops the service when its cause would persist")
  void stopsTheService(Throwable failure) {
    assertThat(Failure.isPassing(new StreamsException("in task 0_1", failure))).isFalse();
  }
}
