package dev.darkstore.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Installation on a cluster")
class InstallationTest {
  private static final Installation EAST = new Installation("east.");
  private static final Installation WEST = new Installation("west.");

  @Test
  @DisplayName("The prefix begins the names of topics and groups")
  void thePrefixBeginsAllNames() {
    assertThat(EAST.nameOf(Topic.ORDERS)).isEqualTo("east.orders");
    assertThat(EAST.prefixed("darkstore-store")).isEqualTo("east.darkstore-store");
  }

  @Test
  @DisplayName("Names of the installation without a prefix are those of the table")
  void theDefaultHasNoPrefix() {
    for (Topic topic : Installation.DEFAULT.topics()) {
      assertThat(Installation.DEFAULT.nameOf(topic)).isEqualTo(topic.topicName());
    }
  }

  @ParameterizedTest
  @DisplayName("A name on the cluster leads back to the topic, in its own installation only")
  @ValueSource(strings = {"", "east.", "orders-", "store-", "x_"})
  void aNameLeadsBackToItsTopic(String prefix) {
    Installation own = new Installation(prefix);

    for (Topic topic : Installation.DEFAULT.topics()) {
      assertThat(own.topic(own.nameOf(topic))).contains(topic);
      assertThat(WEST.topic(own.nameOf(topic))).isEmpty();
      assertThat(own.topic(WEST.nameOf(topic))).isEmpty();
    }
  }

  @Test
  @DisplayName("No topic of one installation has the name of another's")
  void installationsShareNoName() {
    Set<String> names = new HashSet<>();
    for (String prefix : new String[] {"", "east.", "west.", "store-", "order-", "stock-"}) {
      Installation installation = new Installation(prefix);
      Installation.DEFAULT.topics().stream()
          .forEach(topic -> assertThat(names.add(installation.nameOf(topic))).isTrue());
    }
  }

  @ParameterizedTest
  @DisplayName("A prefix that Kafka or a reader would misunderstand is rejected with the reason")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          east                              | is 'east'; it must end with '.', '_' or '-', as in 'east.'
          -east.                            | begin with a letter or digit
          __east.                           | begin with a letter or digit
          .                                 | begin with a letter or digit
          east/                             | consist of letters, digits, '.', '_' and '-'
          ost-österreich.                   | consist of letters, digits, '.', '_' and '-'
          a23456789012345678901234567890123. | is 34 characters long; it must not exceed 32
          darkstore-store-                  | must not contain 'darkstore-'
          eu.customers.                     | must not contain 'customers'
          back-office-                      | must not contain 'back-office'
          """)
  void anUnfitPrefixIsRejected(String prefix, String reason) {
    assertThat(Installation.violation(prefix))
        .hasValueSatisfying(v -> assertThat(v).contains(reason));
    assertThatThrownBy(() -> new Installation(prefix))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(reason);
  }

  @Test
  @DisplayName("A further branch adds its participant to the services and principals")
  void aFurtherBranchAddsItsParticipant() {
    Installation three =
        new Installation("", BranchTable.parse("store,delivery,payment:customerId"));

    assertThat(three.services())
        .extracting(Principal::name)
        .containsExactly("coordinator", "store", "delivery", "payment");
    assertThat(three.principals())
        .extracting(Principal::name)
        .containsExactly(
            "customers",
            "coordinator",
            "store",
            "delivery",
            "payment",
            "back-office",
            "agents",
            "auditors",
            "operators");
  }

  @Test
  @DisplayName("Topics of a branch that is not configured do not belong to the installation")
  void anUnconfiguredBranchHasNoTopics() {
    assertThat(Topic.named("payment-events")).isPresent();
    assertThat(EAST.topic("east.payment-events")).isEmpty();
  }

  @ParameterizedTest
  @DisplayName("A prefix of letters, digits and separators is accepted")
  @ValueSource(
      strings = {"", "east.", "team-a.staging.", "e2_", "E-", "1234567890123456789012345678901."})
  void aFitPrefixIsAccepted(String prefix) {
    assertThat(Installation.violation(prefix)).isEmpty();
  }
}
