package dev.darkstore.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.darkstore.console.Console;
import dev.darkstore.console.ConsoleOptions;
import dev.darkstore.http.HttpSettings;
import dev.darkstore.local.EmbeddedBroker;
import dev.darkstore.runtime.service.InternalTopic;
import dev.darkstore.runtime.service.Service;
import dev.darkstore.runtime.settings.ServiceSettings;
import dev.darkstore.schemas.Installation;
import dev.darkstore.services.ServiceKind;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.TransactionListing;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One installation with a prefix and one without, on one broker and with one state directory. */
@DisplayName("Two installations on one cluster")
@Timeout(180)
class TwoInstallationsTest {
  private static final Installation PLAIN = Installation.DEFAULT;
  private static final Installation EAST = new Installation("east.");

  @TempDir private static Path folder;
  private static final List<Service> SERVICES = new ArrayList<>();
  private static EmbeddedBroker broker;

  @BeforeAll
  static void start() {
    Awaitility.setDefaultTimeout(Duration.ofSeconds(60));
    broker = EmbeddedBroker.start(EmbeddedBroker.Options.temporary());
    for (Installation installation : List.of(PLAIN, EAST)) {
      Run created = run(installation, "topics create --partitions 2 --replication-factor 1");
      assertThat(created.status()).as(created.err()).isZero();
      for (ServiceKind kind : ServiceKind.values()) {
        SERVICES.add(Service.start(kind.definition(), settings(installation)));
      }
    }
    SERVICES.forEach(service -> service.awaitRunning(Duration.ofSeconds(60)));
    for (Installation installation : List.of(PLAIN, EAST)) {
      assertThat(run(installation, "agents online --zone z-1 asha ben carl").status()).isZero();
    }
    assertThat(run(PLAIN, "stock receive --store s-1 --sku milk=9").status()).isZero();
    assertThat(run(EAST, "stock receive --store s-1 --sku milk=4").status()).isZero();
  }

  @AfterAll
  static void stop() {
    try {
      for (Installation installation : List.of(PLAIN, EAST)) {
        await()
            .untilAsserted(
                () ->
                    assertThat(run(installation, "audit --grace-ms 0").out())
                        .doesNotContain("BROKEN"));
      }
    } finally {
      SERVICES.forEach(Service::close);
      broker.close();
    }
  }

  private static ServiceSettings settings(Installation installation) {
    return ServiceSettings.of(
        Map.of(
            "bootstrap.servers",
            broker.bootstrapServers(),
            "state.dir",
            folder.toString(),
            "num.standby.replicas",
            "0",
            Installation.SETTING,
            installation.prefix()));
  }

  private static Run run(Installation installation, String line) {
    List<String> more = new ArrayList<>(List.of("--bootstrap-server", broker.bootstrapServers()));
    if (!installation.prefix().isEmpty()) {
      more.addAll(List.of("--prefix", installation.prefix()));
    }
    return Run.of(line, more);
  }

  /** The second order would be a dead letter if the first were seen: its content differs. */
  @Test
  @DisplayName("Both place an order with the same id, and see only their own")
  void bothPlaceAnOrderWithTheSameId() {
    String order = "place --wait --order same-1 --store s-1 --zone z-1 --sku milk=";

    assertThat(run(PLAIN, order + 1).out()).contains("placed");
    assertThat(run(EAST, order + 2).out()).contains("placed");

    assertThat(run(PLAIN, "trace same-1").out())
        .contains("1 x milk from s-1 to z-1", "OrderPlaced", "PickOrder")
        .doesNotContain("2 x milk");
    assertThat(run(EAST, "trace same-1").out())
        .contains("2 x milk from s-1 to z-1", "OrderPlaced", "PickOrder")
        .doesNotContain("1 x milk");
  }

  @Test
  @DisplayName("An order of one is unknown to the other")
  void anOrderOfOneIsUnknownToTheOther() {
    String order = "place --wait --order only-east --store s-1 --zone z-1 --sku milk=1";
    assertThat(run(EAST, order).status()).isZero();

    assertThat(run(EAST, "trace only-east").status()).isZero();
    assertThat(run(PLAIN, "trace only-east").status()).isEqualTo(1);
  }

  @Test
  @DisplayName("Stock and agents of one are not those of the other")
  void stockOfOneIsNotThatOfTheOther() {
    assertThat(run(EAST, "stock receive --store s-2 --sku tea=3").status()).isZero();
    assertThat(run(EAST, "agents online --zone z-2 dora").status()).isZero();

    assertThat(run(EAST, "stock show --store s-2").out()).contains("tea");
    assertThat(run(PLAIN, "stock show --store s-2").out()).doesNotContain("tea");
    assertThat(run(EAST, "agents show --zone z-2").out()).contains("dora");
    assertThat(run(PLAIN, "agents show --zone z-2").out()).doesNotContain("dora");
  }

  /** The source in the headers has no prefix, and the letter is sent to the prefixed topic. */
  @Test
  @DisplayName("A dead letter of one is sent again to its own topic")
  void aDeadLetterIsSentAgainToItsOwnTopic() {
    assertThat(run(EAST, "stock write-off --store s-3 --sku jam=5").status()).isEqualTo(1);
    await().until(() -> run(EAST, "dead-letters list").out().contains("WRITE_OFF_EXCEEDS_STOCK"));
    assertThat(run(EAST, "dead-letters list").out()).contains(" stock-updates-");
    assertThat(run(PLAIN, "dead-letters list").out()).doesNotContain("WRITE_OFF_EXCEEDS_STOCK");
    assertThat(run(EAST, "stock receive --store s-3 --sku jam=6").status()).isZero();

    Run resent = run(EAST, "dead-letters resend --all");

    assertThat(resent.out()).contains("sent again as stock-updates-");
    await()
        .untilAsserted(
            () ->
                assertThat(run(EAST, "stock show --store s-3").out())
                    .containsPattern("jam +1 +0 +0"));
  }

  @Test
  @DisplayName("Each console shows the orders and the lag of its own")
  void eachConsoleShowsItsOwn() throws Exception {
    String order = "place --wait --order seen-east --store s-1 --zone z-1 --sku milk=1";
    assertThat(run(EAST, order).status()).isZero();

    assertThat(shown(EAST, "/api/orders/seen-east")).isEqualTo(200);
    assertThat(shown(PLAIN, "/api/orders/seen-east")).isEqualTo(404);
  }

  private static int shown(Installation installation, String path) throws Exception {
    try (Console console =
        Console.start(
            new ConsoleOptions(
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                installation,
                HttpSettings.loopback(0),
                ConsoleOptions.WINDOW,
                false,
                Optional.empty()))) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(console.uri().toString().replaceFirst("/$", "") + path))
              .build();
      return HttpClient.newHttpClient()
          .send(request, HttpResponse.BodyHandlers.ofString())
          .statusCode();
    }
  }

  @Test
  @DisplayName(
      "Topics, groups and transactional ids begin with the prefix, and nothing else exists")
  void allNamesBeginWithThePrefix() throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
      assertThat(admin.listTopics().names().get())
          .containsExactlyInAnyOrderElementsOf(
              Stream.of(PLAIN, EAST).flatMap(TwoInstallationsTest::topics).toList());
      assertThat(admin.listGroups().all().get())
          .extracting(GroupListing::groupId)
          .containsExactlyInAnyOrder(
              "darkstore-coordinator",
              "darkstore-store",
              "darkstore-delivery",
              "east.darkstore-coordinator",
              "east.darkstore-store",
              "east.darkstore-delivery");
      assertThat(admin.listTransactions().all().get())
          .extracting(TransactionListing::transactionalId)
          .allMatch(id -> id.matches("(east\\.)?darkstore-.+"))
          .anyMatch(id -> id.startsWith("east.darkstore-store-"))
          .anyMatch(id -> id.startsWith("darkstore-store-"));
    }
    assertThat(folder.resolve("east.darkstore-store")).isDirectory();
    assertThat(folder.resolve("darkstore-store")).isDirectory();
  }

  private static Stream<String> topics(Installation installation) {
    return Stream.concat(
        Installation.DEFAULT.topics().stream().map(installation::nameOf),
        Arrays.stream(ServiceKind.values())
            .flatMap(kind -> InternalTopic.of(kind.definition(), settings(installation)).stream())
            .map(InternalTopic::name));
  }

  @Test
  @DisplayName("Topics are described and verified by their names on the cluster")
  void topicsAreVerifiedByTheirNames() {
    assertThat(run(EAST, "topics describe").out())
        .containsPattern("east\\.orders +2 +1 +7 d +orderId +customers");
    assertThat(run(EAST, "topics verify").status()).isZero();
    assertThat(run(new Installation("west."), "topics verify").out())
        .contains("wrong  west.orders is missing");
    assertThat(run(new Installation("west."), "trace o-1").err())
        .contains("topic west.orders is missing");
  }
}
