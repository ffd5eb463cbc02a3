package dev.darkstore.system.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkstore.schemas.Principal;
import dev.darkstore.schemas.Topic;
import dev.darkstore.setup.access.AccessTable;
import dev.darkstore.setup.access.TopicUse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StrimziTest {
  private static final Path FOLDER = Path.of("..", "..", "deploy", "strimzi");

  @Test
  void theTopicsAreThoseOfTheTable() throws IOException {
    check("topics.yaml", StrimziResources.topics());
  }

  @Test
  void usersMayDoWhatTheyHaveToAndNoMore() throws IOException {
    check("users.yaml", StrimziResources.users());
  }

  /**
   * The table of topics says of services what their topologies do, sending on and giving up aside.
   */
  @ParameterizedTest
  @EnumSource(
      value = Principal.class,
      names = {"COORDINATOR", "STORE", "DELIVERY"})
  void aServiceReadsAndWritesWhatTheTableSays(Principal service) {
    TopicUse table = TopicUse.ofTable(service);
    TopicUse topology = TopicUse.ofService(AccessTable.SERVICES.get(service));

    assertThat(topology.read()).isEqualTo(table.read());
    Set<Topic> written = EnumSet.copyOf(table.written());
    written.add(Topic.DEAD_LETTERS);
    table.read().stream().filter(Topic::isClientFacing).forEach(written::add);
    assertThat(topology.written()).isEqualTo(written);
  }

  private static void check(String name, String content) throws IOException {
    Path file = FOLDER.resolve(name);
    if (Boolean.getBoolean("update.docs")) {
      Files.writeString(file, content);
    }
    assertThat(file)
        .as(
            "%s; to write it anew:"
                + " mvn -pl :system-tests -am test -Dtest=StrimziTest -Dupdate.docs=true",
            file)
        .hasContent(content);
  }
}
