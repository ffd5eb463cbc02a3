package dev.darkstore.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkstore.local.EmbeddedBroker;
import dev.darkstore.local.EmbeddedBroker.Options;
import dev.darkstore.schemas.Installation;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

@Timeout(60)
class MainTest {

  @Test
  void tellsHowToUseItWhenToldNothing() {
    Run run = Run.of();
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).startsWith("Usage: darkstore").contains("demo", "audit", "topics");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          --help              | Usage: darkstore [-hV] COMMAND
          --version           | darkstore
          demo --help         | Usage: darkstore demo
          audit -h            | Usage: darkstore audit
          topics create -h    | Usage: darkstore topics create
          coordinator --help  | Usage: darkstore coordinator
          help store          | Usage: darkstore store
          """)
  void tellsWhatItIsAsked(String arguments, String beginning) {
    Run run = Run.of(arguments.split(" "));
    assertThat(run.status()).isZero();
    assertThat(run.out()).startsWith(beginning);
    assertThat(run.err()).isEmpty();
  }

  /** The list of subcommands shows the first element of each description. */
  @Test
  @DisplayName("The list of subcommands consists of whole sentences")
  void listsSubcommandsInWholeSentences() {
    descriptions(Main.commandLine())
        .forEach((name, description) -> assertThat(description).as(name).matches("[A-Z].*\\."));
  }

  private static Map<String, String> descriptions(CommandLine command) {
    Map<String, String> first = new TreeMap<>();
    command
        .getSubcommands()
        .forEach(
            (name, subcommand) -> {
              if (!name.equals("help")) { // Worded by the library.
                CommandSpec spec = subcommand.getCommandSpec();
                first.put(spec.qualifiedName(), spec.usageMessage().description()[0]);
                first.putAll(descriptions(subcommand));
              }
            });
    return first;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          dmo                         | Did you mean: darkstore demo?
          demo --josn                 | Unknown option: '--josn'
          demo --orders               | Missing required parameter for option '--orders'
          demo --orders many          | 'many' is not an int
          demo --orders 0             | orders is 0; it must be at least 1
          demo --rate -1              | orders per second is -1; it must be at least 1
          demo --kill kitchen         | it must be one of coordinator, store, delivery
          demo extra                  | Unmatched argument at index 1: 'extra'
          topics                      | Missing required subcommand
          topics create --partitions 0| --partitions is 0; it must be at least 1
          topics create --wait -1     | --wait is -1; it must be at least 0
          topics create --prefix east | darkstore.prefix is 'east'; it must end with '.', '_' or '-', as in 'east.'
          acls --prefix a/b.          | darkstore.prefix is 'a/b.'; it must consist of letters, digits
          dev --prefix east           | --prefix is 'east'; it must end with
          dev --branches store        | --branches is 'store': branch 'delivery' is missing
          simulate --branches store,delivery,fraud | branch 'fraud' has no simulated participant
          audit --grace-ms -1         | grace is -1; it must not be negative
          audit --retention-ms -1     | retention is -1; it must not be negative
          audit --since yesterday     | Invalid value for option '--since': 'yesterday' is no time such as 2026-01-31T12:00:00Z
          audit --command-config none | cannot read none: there is no such file
          store none.properties       | cannot read none.properties: there is no such file
          """)
  void refusesWhatItDoesNotUnderstand(String arguments, String message) {
    Run run = Run.of(arguments.split(" "));
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains(message).doesNotContain("\tat ");
  }

  @ParameterizedTest
  @CsvSource({"audit", "topics create"})
  @Timeout(10)
  void saysSoWhenThereIsNoBroker(String command) {
    Run run = Run.of((command + " --bootstrap-server 127.0.0.1:1").split(" "));
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err().strip())
        .isEqualTo("darkstore: no broker at 127.0.0.1:1 answers within 5 s");
  }

  @Nested
  class OnACluster {

    @Test
    void createsTopicsOnceAndAuditsThem() {
      try (EmbeddedBroker broker = EmbeddedBroker.start(Options.temporary())) {
        Run tooEarly = Run.of("audit", "--bootstrap-server", broker.bootstrapServers());
        assertThat(tooEarly.status()).isEqualTo(2);
        assertThat(tooEarly.err()).contains("missing", "order-events");

        Run first = createTopics(broker);
        assertThat(first.status()).isZero();
        assertThat(first.out().lines())
            .hasSizeGreaterThan(Installation.DEFAULT.topics().size())
            .allMatch(line -> line.startsWith("created"))
            .contains("created  store-events            3 partitions")
            .anyMatch(line -> line.startsWith("created  darkstore-coordinator-"));

        Run second = createTopics(broker);
        assertThat(second.status()).isZero();
        assertThat(second.out().lines()).allMatch(line -> line.startsWith("exists"));

        Run audit = Run.of("audit", "--bootstrap-server", broker.bootstrapServers());
        assertThat(audit.status()).isZero();
        assertThat(audit.out()).contains("ONE_OUTCOME");

        Run json = Run.of("audit", "--json", "--bootstrap-server", broker.bootstrapServers());
        assertThat(json.status()).isZero();
        assertThat(json.out()).startsWith("{\"clean\":true");
      }
    }

    @Test
    void saysWhichTopicsDoNotMatch() throws Exception {
      try (EmbeddedBroker broker = EmbeddedBroker.start(Options.temporary())) {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
          admin
              .createTopics(List.of(new NewTopic("store-events", 5, (short) 1)))
              .all()
              .toCompletionStage()
              .toCompletableFuture()
              .orTimeout(Duration.ofSeconds(20).toSeconds(), java.util.concurrent.TimeUnit.SECONDS)
              .join();
        }
        Run run = createTopics(broker);
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.out())
            .contains("exists   store-events            5 partitions")
            .contains(
                "These must have equally many partitions:"
                    + " orders 3, store-events 5, delivery-events 3");
      }
    }

    private Run createTopics(EmbeddedBroker broker) {
      return Run.of(
          "topics",
          "create",
          "--partitions",
          "3",
          "--replication-factor",
          "1",
          "--bootstrap-server",
          broker.bootstrapServers());
    }
  }
}
