package dev.darkstore.services;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkstore.schemas.Installation;
import dev.darkstore.schemas.Topic;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ServiceKindTest {
  @Test
  void participantsShareOutTheCommandsAndTheCoordinatorTheOrders() {
    assertThat(Arrays.stream(ServiceKind.values()).map(ServiceKindTest::line))
        .containsExactly(
            "coordinator: orders",
            "store of branch store: store-commands",
            "delivery of branch delivery: delivery-commands");
  }

  @ParameterizedTest
  @EnumSource
  void theMainClassRunsTheDefinition(ServiceKind service) throws ReflectiveOperationException {
    assertThat(service.mainClass().getField("SERVICE").get(null)).isSameAs(service.definition());
  }

  @ParameterizedTest
  @EnumSource
  void theServiceReadsItsInput(ServiceKind service) {
    List<Topic> read = Installation.DEFAULT.readBy(service.principal());

    assertThat(read).contains(service.input());
  }

  private static String line(ServiceKind service) {
    return service
        + service.branch().map(branch -> " of branch " + branch.text()).orElse("")
        + ": "
        + service.input().topicName();
  }
}
