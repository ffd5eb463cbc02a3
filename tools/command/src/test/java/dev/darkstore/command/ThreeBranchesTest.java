package dev.darkstore.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkstore.console.Console;
import dev.darkstore.console.ConsoleOptions;
import dev.darkstore.http.HttpSettings;
import dev.darkstore.local.EmbeddedBroker;
import dev.darkstore.runtime.service.Service;
import dev.darkstore.runtime.service.ServiceDefinition;
import dev.darkstore.runtime.settings.ServiceSettings;
import dev.darkstore.schemas.BranchTable;
import dev.darkstore.schemas.Installation;
import dev.darkstore.services.ServiceKind;
import dev.darkstore.simulator.world.CreditParticipant;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Services and tools with a third branch, whose participant is not one of this project's. */
@DisplayName("A third branch on a broker")
@Timeout(180)
class ThreeBranchesTest {
  private static final String BRANCHES = "store,delivery,payment:customerId";
  private static final ServiceDefinition PAYMENT =
      new ServiceDefinition(
          "payment",
          installation -> installation.topicsOf(CreditParticipant.BRANCH.participant()),
          (settings, topology) -> CreditParticipant.topology(topology));

  @TempDir private static Path folder;
  private static final List<Service> SERVICES = new ArrayList<>();
  private static EmbeddedBroker broker;

  @BeforeAll
  static void start() {
    broker = EmbeddedBroker.start(EmbeddedBroker.Options.temporary());
    Run created = run("topics create --partitions 2 --replication-factor 1");
    assertThat(created.status()).as(created.err()).isZero();
    assertThat(created.out()).contains("payment-commands", "payment-votes");
    for (ServiceKind kind : ServiceKind.values()) {
      start(kind.definition());
    }
    assertThat(run("agents online --zone z-1 asha ben carl dora").status()).isZero();
    assertThat(run("stock receive --store s-1 --sku milk=9").status()).isZero();
  }

  private static void start(ServiceDefinition definition) {
    Service service = Service.start(definition, settings());
    SERVICES.add(service);
    service.awaitRunning(Duration.ofSeconds(60));
  }

  @AfterAll
  static void stop() {
    SERVICES.forEach(Service::close);
    broker.close();
  }

  private static ServiceSettings settings() {
    return ServiceSettings.of(
        Map.of(
            "bootstrap.servers",
            broker.bootstrapServers(),
            "state.dir",
            folder.toString(),
            "num.standby.replicas",
            "0",
            "darkstore.reserve.timeout.ms",
            "2000",
            BranchTable.SETTING,
            BRANCHES));
  }

  private static Run run(String line) {
    return Run.of(
        line, List.of("--bootstrap-server", broker.bootstrapServers(), "--branches", BRANCHES));
  }

  @Test
  @DisplayName("Orders are rejected until its participant runs; then every tool shows its records")
  void ordersNeedItsParticipant() throws Exception {
    String place = "place --wait --store s-1 --zone z-1 --sku milk=1 --order ";

    assertThat(run(place + "o-early").out())
        .contains("RESERVE_TIMED_OUT: no answer in time from: payment");

    start(PAYMENT);
    assertThat(run(place + "o-1").out()).contains("placed");
    assertThat(run("trace o-1 --json").out())
        .contains("\"topic\":\"payment-commands\"")
        .contains("\"topic\":\"payment-votes\"")
        .contains("\"topic\":\"payment-events\"")
        .contains("\"topic\":\"payment-releases\"");
    assertThat(
            Run.until(
                    "payment: credit",
                    "watch --from-beginning",
                    List.of(
                        "--bootstrap-server", broker.bootstrapServers(), "--branches", BRANCHES))
                .out())
        .contains("OrderPlaced");
    assertThat(page("/api/orders/o-1").replaceAll("\\s", ""))
        .contains("\"name\":\"payment\",\"lane\":\"PAYMENT\",\"state\":\"ASSIGNED\"");
    Run audited = run("audit --grace-ms 0");
    assertThat(audited.status()).as(audited.out()).isZero();
    assertThat(audited.out()).doesNotContain("BROKEN");
  }

  private static String page(String path) throws Exception {
    try (Console console =
        Console.start(
            new ConsoleOptions(
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                new Installation("", BranchTable.parse(BRANCHES)),
                HttpSettings.loopback(0),
                ConsoleOptions.WINDOW,
                false,
                Optional.empty()))) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(console.uri().toString().replaceFirst("/$", "") + path))
              .build();
      return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).body();
    }
  }

  @Test
  @DisplayName("topics verify requires its replies to have as many partitions as orders")
  void itsTopicsAreVerified() throws Exception {
    String other = "store,delivery,payment:customerId,fraud";
    List<String> options =
        List.of("--bootstrap-server", broker.bootstrapServers(), "--branches", other);
    assertThat(run("topics verify").status()).isZero();
    assertThat(Run.of("topics verify", options).out()).contains("wrong  fraud-events is missing");

    Run.of("topics create --partitions 2 --replication-factor 1", options);
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
      admin.createPartitions(Map.of("fraud-votes", NewPartitions.increaseTo(3))).all().get();
    }
    Run verified = Run.of("topics verify", options);
    assertThat(verified.status()).isEqualTo(1);
    assertThat(verified.out()).contains("fraud-votes 3");
  }

  @Test
  @DisplayName("dev creates its topics, runs the coordinator with it, and names what to start")
  void devRunsTheCoordinatorWithIt() throws Exception {
    Run dev =
        Run.until(
            "Ctrl-C ends",
            "dev --empty --port 0 --http-port 0 --console-port 0 --branches " + BRANCHES,
            List.of());

    assertThat(dev.status()).as(dev.err()).isZero();
    assertThat(dev.out())
        .contains("payment: start its participant on payment-commands and payment-releases");
  }

  @Test
  @DisplayName("An invalid list is refused with the reason")
  void anInvalidListIsRefused() {
    List<String> options =
        List.of("--bootstrap-server", broker.bootstrapServers(), "--branches", "store,order");
    Run refused = Run.of("topics verify", options);

    assertThat(refused.status()).isEqualTo(2);
    assertThat(refused.err())
        .contains("darkstore.branches is 'store,order': branch 'order' would have a topic");
  }
}
