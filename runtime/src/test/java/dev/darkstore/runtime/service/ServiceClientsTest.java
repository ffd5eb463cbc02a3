package dev.darkstore.runtime.service;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

class ServiceClientsTest {
  /** Kafka Streams would continue after a timeout, possibly with an empty store. */
  @Test
  void aCommitThatIsNotAnsweredIsNoErrorThatMayPass() {
    assertThatThrownBy(
            () ->
                ServiceClients.answered(
                    "committing",
                    () -> {
                      throw new TimeoutException("60000 ms have passed");
                    }))
        .isInstanceOf(KafkaException.class)
        .isNotInstanceOf(RetriableException.class)
        .hasMessageContaining("the result is unknown")
        .hasCauseInstanceOf(TimeoutException.class);
  }

  @Test
  void whatTheBrokersAnswerIsPassedOn() {
    ProducerFencedException fenced = new ProducerFencedException("a younger one");

    assertThatThrownBy(
            () ->
                ServiceClients.answered(
                    "committing",
                    () -> {
                      throw fenced;
                    }))
        .isSameAs(fenced);
  }
}
