package dev.darkstore.client.letters;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.darkstore.events.OrderLine;
import dev.darkstore.events.OrderRequest;
import dev.darkstore.events.PlaceOrder;
import dev.darkstore.schemas.DeadLetterHeaders;
import dev.darkstore.schemas.DeadLetterReason;
import dev.darkstore.schemas.EventJson;
import dev.darkstore.schemas.Topic;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A dead letter to be sent again")
class ResendingTest {
  private static final byte[] ORDER =
      EventJson.toJson(
              new OrderRequest(
                  "o-1",
                  new PlaceOrder("c-1", "s-1", "z-1", List.of(new OrderLine("milk", 1)), Map.of())))
          .getBytes(UTF_8);

  @Test
  @DisplayName("is refused, corrected or not, if its order may have been placed and forgotten")
  void isRefusedIfItsOrderMayHaveBeenPlacedAndForgotten() {
    Letter letter = letter(DeadLetterReason.OLDER_THAN_RETENTION);

    for (byte[] replacement : new byte[][] {null, ORDER}) {
      assertThat(Resending.obstacle(letter, replacement))
          .contains(
              "the order is older than outcomes are remembered, so it may have been placed before;"
                  + " ask the customer, and place it under another id");
    }
  }

  @Test
  @DisplayName("is accepted if a service would process it now")
  void isAcceptedIfAServiceWouldProcessItNow() {
    assertThat(Resending.obstacle(letter(DeadLetterReason.WRONG_PARTITION), null)).isEmpty();
  }

  private static Letter letter(DeadLetterReason reason) {
    return new Letter(
        new ConsumerRecord<>(Topic.DEAD_LETTERS.topicName(), 0, 0, "o-1".getBytes(UTF_8), ORDER),
        Optional.of(
            new DeadLetterHeaders(
                reason, "why", Topic.ORDERS.topicName(), 0, 5, OptionalLong.empty())),
        Optional.empty());
  }
}
