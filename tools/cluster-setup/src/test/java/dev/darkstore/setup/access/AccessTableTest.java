package dev.darkstore.setup.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkstore.client.letters.Resending;
import dev.darkstore.runtime.service.InternalTopic;
import dev.darkstore.runtime.service.ServiceDefinition;
import dev.darkstore.runtime.settings.ServiceSettings;
import dev.darkstore.schemas.BranchName;
import dev.darkstore.schemas.BranchTable;
import dev.darkstore.schemas.Installation;
import dev.darkstore.schemas.Principal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Access table of an installation")
class AccessTableTest {
  private static final Installation EAST = new Installation("east.");

  /** Resource on a cluster. */
  private record Name(ResourceType type, String text) {}

  @Test
  @DisplayName("With a prefix, users and resources are those without it, after the prefix")
  void aPrefixBeginsUsersAndResources() {
    AccessTable plain = new AccessTable(Installation.DEFAULT);
    AccessTable east = new AccessTable(EAST);

    for (Principal principal : Installation.DEFAULT.principals()) {
      assertThat(east.userName(principal)).isEqualTo("east." + plain.userName(principal));
      assertThat(east.rights(principal))
          .containsExactlyElementsOf(
              plain.rights(principal).stream().map(AccessTableTest::inEast).toList());
    }
  }

  private static Right inEast(Right right) {
    if (right.type() == ResourceType.CLUSTER) {
      return right;
    }
    if (right.name().equals("*")) {
      return Right.of(right.type(), "east.", PatternType.PREFIXED, AclOperation.DESCRIBE);
    }
    return new Right(right.type(), "east." + right.name(), right.pattern(), right.operations());
  }

  @ParameterizedTest
  @DisplayName("No right of one installation covers a name of another")
  @CsvSource({"east., west.", "'', east.", "east., ''", "'', store-", "store-, ''", "a., a.b."})
  void noRightCoversANameOfAnother(String own, String other) {
    List<Name> names = names(new Installation(other));
    AccessTable table = new AccessTable(new Installation(own));

    for (Principal principal : Installation.DEFAULT.principals()) {
      for (Right right : table.rights(principal)) {
        if (right.operations().equals(Set.of(AclOperation.DESCRIBE))) {
          continue; // Operators see the groups and the cluster.
        }
        assertThat(names)
            .as("names of '%s' that %s may use", other, right)
            .noneMatch(name -> covers(right, name));
      }
    }
  }

  @Test
  @DisplayName("A right of another user to change a prefixed topic is beyond the table")
  void aRightToChangeAPrefixedTopicIsBeyondTheTable() {
    AccessTable east = new AccessTable(EAST);
    List<AclBinding> wanted = east.bindings(name -> "User:" + name);
    List<AclBinding> others =
        new AccessTable(Installation.DEFAULT).bindings(name -> "User:" + name);
    AclBinding intruder =
        Right.of(ResourceType.TOPIC, "east.orders", PatternType.LITERAL, AclOperation.WRITE)
            .bindings("User:intruder")
            .get(0);

    AclSetup setup =
        AclSetup.of(
            east,
            wanted,
            Stream.of(wanted.stream(), others.stream(), Stream.of(intruder))
                .flatMap(all -> all)
                .toList());

    assertThat(setup.missing()).isEmpty();
    assertThat(setup.beyond()).containsExactly(intruder);
  }

  @Test
  @DisplayName(
      "The participant of a further branch has the rights of a service, on its topics only")
  void aFurtherParticipantHasRightsOnItsTopics() {
    AccessTable three =
        new AccessTable(
            new Installation("", BranchTable.parse("store,delivery,payment:customerId")));
    Principal payment = BranchName.of("payment").participant();

    assertThat(three.userName(payment)).isEqualTo("darkstore-payment");
    assertThat(three.rights(payment).stream().map(AccessTableTest::line))
        .containsExactlyInAnyOrder(
            "TOPIC payment-commands: READ DESCRIBE_CONFIGS",
            "TOPIC payment-releases: READ DESCRIBE_CONFIGS",
            "TOPIC payment-events: WRITE",
            "TOPIC payment-votes: WRITE",
            "TOPIC dead-letters: WRITE",
            "TOPIC darkstore-payment-*: READ WRITE DESCRIBE_CONFIGS",
            "GROUP darkstore-payment: READ",
            "TRANSACTIONAL_ID darkstore-payment-*: WRITE",
            "CLUSTER kafka-cluster: DESCRIBE");
    assertThat(three.rights(Principal.COORDINATOR).stream().map(AccessTableTest::line))
        .contains(
            "TOPIC payment-commands: WRITE",
            "TOPIC payment-releases: WRITE",
            "TOPIC payment-events: READ DESCRIBE_CONFIGS",
            "TOPIC payment-votes: READ DESCRIBE_CONFIGS");
    for (Principal other : Installation.DEFAULT.principals()) {
      if (!other.equals(Principal.COORDINATOR)
          && !other.equals(Principal.AUDITORS)
          && !other.equals(Principal.OPERATORS)) {
        assertThat(three.rights(other))
            .isEqualTo(new AccessTable(Installation.DEFAULT).rights(other));
      }
    }
  }

  private static String line(Right right) {
    return right.type()
        + " "
        + right.name()
        + (right.pattern() == PatternType.PREFIXED ? "*" : "")
        + ": "
        + right.operations().stream()
            .sorted()
            .map(AclOperation::toString)
            .collect(Collectors.joining(" "));
  }

  private static List<Name> names(Installation installation) {
    ServiceSettings settings =
        ServiceSettings.of(Map.of(Installation.SETTING, installation.prefix()));
    List<ServiceDefinition> services = List.copyOf(AccessTable.SERVICES.values());
    Stream<String> topics =
        Stream.concat(
            Installation.DEFAULT.topics().stream().map(installation::nameOf),
            services.stream()
                .flatMap(service -> InternalTopic.of(service, settings).stream())
                .map(InternalTopic::name));
    Stream<String> groups =
        Stream.concat(
            services.stream().map(service -> service.applicationId(installation)),
            Stream.of("customers-app", "back-office", "agents", "operators")
                .map(installation::prefixed));
    Stream<String> transactionalIds =
        Stream.concat(
            services.stream().map(service -> service.applicationId(installation) + "-1"),
            Stream.of(installation.prefixed(Resending.TRANSACTIONAL_ID)));
    return Stream.of(
            topics.map(text -> new Name(ResourceType.TOPIC, text)),
            groups.map(text -> new Name(ResourceType.GROUP, text)),
            transactionalIds.map(text -> new Name(ResourceType.TRANSACTIONAL_ID, text)))
        .flatMap(all -> all)
        .toList();
  }

  private static boolean covers(Right right, Name name) {
    return right.type() == name.type()
        && (right.pattern() == PatternType.PREFIXED
            ? name.text().startsWith(right.name())
            : name.text().equals(right.name()));
  }
}
