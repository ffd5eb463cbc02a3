package dev.darkstore.runtime.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkstore.runtime.settings.Profile;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A record sent ahead of a commit")
class AheadProducerTest {
  @Test
  @DisplayName("is on its topic when the commit begins")
  void isFlushed() {
    MockProducer<byte[], byte[]> producer = producer();
    AheadProducer ahead = new AheadProducer(producer);

    send(ahead);
    ahead.flush();

    assertThat(producer.history()).hasSize(1);
    assertThat(producer.flushed()).isTrue();
    assertThat(producer.history().get(0).topic()).isEqualTo("store-commands");
  }

  @Test
  @DisplayName("and cannot be written prevents the commit, and the service restarts")
  void failsTheCommit() {
    MockProducer<byte[], byte[]> producer = producer();
    AheadProducer ahead = new AheadProducer(producer);

    send(ahead);
    producer.errorNext(new TimeoutException("brokers are away"));

    assertThatThrownBy(ahead::flush)
        .isInstanceOf(KafkaException.class)
        .hasMessage("a record sent ahead of the commit could not be written")
        .matches(Failure::isPassing, "passing");
  }

  /** A service that stops would wait for it, and keep the lock of its state folder. */
  @Test
  @DisplayName("does not prevent a stop while brokers are away")
  void isNotWaitedForAfterTheClose() {
    AheadProducer ahead =
        AheadProducer.connect(
            "darkstore-store",
            Profile.LATENCY,
            Map.of(
                StreamsConfig.APPLICATION_ID_CONFIG, "darkstore-store",
                StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "127.0.0.1:1"));
    CompletableFuture<Void> waiting =
        CompletableFuture.runAsync(
            () -> {
              send(ahead);
              ahead.flush();
            });

    ahead.close();

    assertThat(waiting)
        .failsWithin(Duration.ofSeconds(10))
        .withThrowableOfType(ExecutionException.class);
  }

  private static void send(AheadProducer ahead) {
    ahead.send("store-commands", new byte[] {1}, new byte[] {2}, new RecordHeaders(), 3);
  }

  private static MockProducer<byte[], byte[]> producer() {
    return new MockProducer<>(false, null, new ByteArraySerializer(), new ByteArraySerializer());
  }
}
