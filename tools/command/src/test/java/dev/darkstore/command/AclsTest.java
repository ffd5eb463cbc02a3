package dev.darkstore.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.darkstore.local.EmbeddedBroker;
import dev.darkstore.local.EmbeddedBroker.Options;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class AclsTest {

  @Test
  void printsTheTable() {
    Run run = Run.of("acls");

    assertThat(run.status()).isZero();
    assertThat(run.out().lines())
        .contains(
            "customers              write                  topic orders",
            "                       read                   topic order-events",
            "                       read                   group customers*",
            "                       quota                  1,048,576 bytes/s written to each broker")
        .contains(
            "                       write                  transactional id darkstore-store-*");
    assertThat(run.out()).doesNotContain("create", "delete", "alter");
  }

  @Test
  void printsAnObjectForEachEntry() throws Exception {
    for (String line : Run.of("acls", "--json", "--user", "CN=NAME").out().lines().toList()) {
      JsonNode entry = new ObjectMapper().readTree(line);
      assertThat(entry.path("principal").asText()).startsWith("User:CN=");
      AclOperation.valueOf(entry.path("operation").asText());
    }
  }

  @Test
  void printsCommandsForKafkasTools() {
    assertThat(Run.of("acls", "--commands", "--bootstrap-server", "kafka:9093").out().lines())
        .contains(
            "kafka-acls.sh --bootstrap-server kafka:9093 --command-config admin.properties --add"
                + " --allow-principal 'User:customers' --operation Write --topic 'orders'"
                + " --resource-pattern-type literal",
            "kafka-configs.sh --bootstrap-server kafka:9093 --command-config admin.properties"
                + " --alter --entity-type users --entity-name 'customers'"
                + " --add-config producer_byte_rate=1048576");
  }

  @Test
  void refusesAUserWithoutAName() {
    Run run = Run.of("acls", "--user", "somebody");

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("--user must contain NAME");
  }

  @Test
  void makesAClustersRightsThoseOfTheTable() throws Exception {
    Options options =
        Options.temporary()
            .with(
                "authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer")
            .with("super.users", "User:ANONYMOUS");
    try (EmbeddedBroker broker = EmbeddedBroker.start(options)) {
      List<String> there = List.of("--bootstrap-server", broker.bootstrapServers());

      assertThat(Run.of("acls --verify", there))
          .satisfies(run -> assertThat(run.status()).isEqualTo(1))
          .satisfies(
              run ->
                  assertThat(run.out()).contains("missing  User:customers  topic orders: write"));
      assertThat(Run.of("acls --apply", there))
          .satisfies(run -> assertThat(run.status()).isZero())
          .satisfies(
              run -> assertThat(run.out()).contains("granted  User:customers  topic orders"));
      assertThat(Run.of("acls --apply", there))
          .satisfies(run -> assertThat(run.status()).isZero())
          .satisfies(run -> assertThat(run.out()).doesNotContain("granted"));

      try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
        admin
            .createAcls(
                List.of(
                    allow("User:*", "store-", PatternType.PREFIXED, AclOperation.WRITE),
                    allow("User:customers", "dead-letters", PatternType.LITERAL, AclOperation.READ),
                    allow("User:others", "others", PatternType.LITERAL, AclOperation.WRITE)))
            .all()
            .get();
      }
      assertThat(Run.of("acls --verify", there))
          .satisfies(run -> assertThat(run.status()).isEqualTo(1))
          .satisfies(
              run ->
                  assertThat(run.out())
                      .contains("beyond   User:*  topic store-*: write")
                      .contains("beyond   User:customers  topic dead-letters: read")
                      .contains("and 2 beyond the table")
                      .doesNotContain("User:others"));
      assertThat(Run.of("acls --prune", there).status()).isZero();
      assertThat(Run.of("acls --verify", there).status()).isZero();
    }
  }

  @Test
  void saysSoWhereNobodyIsAskedWhoTheyAre() {
    try (EmbeddedBroker broker = EmbeddedBroker.start(Options.temporary())) {
      Run run = Run.of("acls --apply", List.of("--bootstrap-server", broker.bootstrapServers()));

      assertThat(run.status()).isEqualTo(2);
      assertThat(run.err()).contains("No Authorizer is configured").doesNotContain("\tat ");
    }
  }

  private static AclBinding allow(
      String principal, String topic, PatternType pattern, AclOperation operation) {
    return new AclBinding(
        new ResourcePattern(ResourceType.TOPIC, topic, pattern),
        new AccessControlEntry(principal, "*", operation, AclPermissionType.ALLOW));
  }
}
