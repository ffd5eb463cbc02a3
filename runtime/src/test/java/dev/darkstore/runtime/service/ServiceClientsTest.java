package dev.darkstore.runtime.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
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

  /** A service that stops would wait for them, and keep the lock of its state folder. */
  @Test
  void callsThatWaitForBrokersFailWhenTheClientsAreClosed() {
    ServiceClients clients = new ServiceClients();
    Producer<byte[], byte[]> producer =
        clients.getProducer(
            Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, "127.0.0.1:1",
                ProducerConfig.TRANSACTIONAL_ID_CONFIG, "closed-while-it-waits"));
    CompletableFuture<Void> waiting = CompletableFuture.runAsync(producer::initTransactions);

    clients.closeNow();

    assertThat(waiting)
        .failsWithin(Duration.ofSeconds(10))
        .withThrowableOfType(ExecutionException.class);
  }
}
