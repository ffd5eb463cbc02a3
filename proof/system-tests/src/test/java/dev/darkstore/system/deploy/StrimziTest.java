package dev.darkstore.system.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.darkstore.schemas.BranchTable;
import dev.darkstore.schemas.Installation;
import dev.darkstore.schemas.Principal;
import dev.darkstore.schemas.Topic;
import dev.darkstore.setup.access.AccessTable;
import dev.darkstore.setup.access.TopicUse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("Strimzi resources")
class StrimziTest {
  private static final Path FOLDER = Path.of("..", "..", "deploy", "strimzi");

  /** The default, unless the files are written for another installation. */
  private static final Installation INSTALLATION =
      new Installation(
          System.getProperty("strimzi.prefix", ""),
          BranchTable.parse(
              System.getProperty("strimzi.branches", BranchTable.DEFAULT.toString())));

  @Test
  @DisplayName("topics.yaml contains the topics of the table")
  void theTopicsAreThoseOfTheTable() throws IOException {
    check("topics.yaml", StrimziResources.topics(INSTALLATION));
  }

  @Test
  @DisplayName("users.yaml grants exactly the rights of the access table")
  void usersHaveExactlyTheRightsOfTheAccessTable() throws IOException {
    check("users.yaml", StrimziResources.users(INSTALLATION));
  }

  @Test
  @DisplayName("kafka.yaml lets an open Kafka transaction delay readers for a minute at most")
  void theClusterLimitsKafkaTransactions() throws IOException {
    List<JsonNode> clusters = new ArrayList<>();
    try (MappingIterator<JsonNode> documents =
        new YAMLMapper()
            .readerFor(JsonNode.class)
            .readValues(Files.readString(FOLDER.resolve("kafka.yaml")))) {
      documents.forEachRemaining(
          document -> {
            if (document.path("kind").asText().equals("Kafka")) {
              clusters.add(document);
            }
          });
    }

    assertThat(clusters).isNotEmpty();
    for (JsonNode cluster : clusters) {
      TransactionLimits.SETTINGS.forEach(
          (name, value) ->
              assertThat(cluster.at("/spec/kafka/config").path(name).asText())
                  .as(name)
                  .isEqualTo(value));
    }
  }

  static List<Principal> services() {
    return Installation.DEFAULT.services();
  }

  /** Compares the table of topics with the topologies, apart from forwarding and dead letters. */
  @ParameterizedTest
  @DisplayName("A service reads and writes the topics of the table")
  @MethodSource("services")
  void aServiceReadsAndWritesTheTopicsOfTheTable(Principal service) {
    TopicUse table = TopicUse.ofTable(INSTALLATION, service);
    TopicUse topology = TopicUse.ofService(AccessTable.SERVICES.get(service), INSTALLATION);

    assertThat(topology.read()).isEqualTo(table.read());
    Set<Topic> written = new HashSet<>(table.written());
    written.add(Topic.DEAD_LETTERS);
    table.read().stream().filter(Topic::isClientFacing).forEach(written::add);
    assertThat(topology.written()).isEqualTo(written);
  }

  @Test
  @DisplayName("With a prefix, all names begin with it and are names for Kubernetes")
  void allNamesBeginWithThePrefix() throws IOException {
    Installation staging = new Installation("staging.");
    List<String> names = new ArrayList<>();
    List<String> resources = new ArrayList<>();
    for (String yaml : List.of(StrimziResources.topics(staging), StrimziResources.users(staging))) {
      try (MappingIterator<JsonNode> documents =
          new YAMLMapper().readerFor(JsonNode.class).readValues(yaml)) {
        while (documents.hasNext()) {
          JsonNode document = documents.next();
          names.add(document.at("/metadata/name").textValue());
          document
              .at("/spec/authorization/acls")
              .forEach(acl -> resources.add(acl.at("/resource/name").asText("")));
        }
      }
    }
    resources.removeIf(String::isEmpty); // The cluster has no name.

    assertThat(names)
        .contains("staging.orders", "staging.darkstore-store", "staging.customers")
        .allMatch(name -> name.matches("staging\\.[a-z0-9]([a-z0-9.-]*[a-z0-9])?"));
    assertThat(resources).isNotEmpty().allMatch(name -> name.startsWith("staging."));
  }

  private static void check(String name, String content) throws IOException {
    Path file = FOLDER.resolve(name);
    if (Boolean.getBoolean("update.docs")) {
      Files.writeString(file, content);
    }
    assertThat(file)
        .as(
            "%s; to write it again:"
                + " mvn -pl :system-tests -am test -Dtest=StrimziTest -Dupdate.docs=true",
            file)
        .hasContent(content);
  }
}
