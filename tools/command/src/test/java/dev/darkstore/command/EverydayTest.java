package dev.darkstore.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.darkstore.client.cluster.Cluster;
import dev.darkstore.client.cluster.UnusableException;
import dev.darkstore.client.letters.Letter;
import dev.darkstore.client.letters.Resending;
import dev.darkstore.local.LocalPlan;
import dev.darkstore.local.dev.DevServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Everyday subcommands against a broker and the three services. */
@Timeout(180)
class EverydayTest {
  private static final String ORDER = "--store station-road --zone north --customer c-1";

  private static DevServer server;
  private static List<String> there;

  @TempDir private Path folder;

  @BeforeAll
  static void start() throws Exception {
    Awaitility.setDefaultTimeout(Duration.ofSeconds(60));
    server =
        DevServer.start(
            LocalPlan.temporary("darkstore-everyday-").onPort(0), 0, false, Duration.ZERO);
    there = List.of("--bootstrap-server", server.bootstrapServers());
  }

  /** Checks that the commands broke no invariant. */
  @AfterAll
  static void audit() throws IOException {
    try {
      // The reservation of a rejected order is released shortly after the rejection.
      await()
          .untilAsserted(
              () -> assertThat(run("audit --grace-ms 0").out()).doesNotContain("BROKEN"));
    } finally {
      server.close();
    }
  }

  private static Run run(String line) {
    return Run.of(line, there);
  }

  @Test
  void placesAnOrderAndTellsItsLife() throws IOException {
    Run placed = run("place --wait --order life-1 --sku butter-250g=2,croissants-2=1 " + ORDER);
    assertThat(placed.err()).isEmpty();
    assertThat(placed.status()).isZero();
    assertThat(placed.out())
        .startsWith("life-1 ")
        .contains("placed", "store: butter-250g, croissants-2; delivery: ");

    Run traced = run("trace life-1");
    assertThat(traced.status()).isZero();
    assertThat(traced.out())
        .containsSubsequence(
            "life-1, event by event: 2 x butter-250g, 1 x croissants-2 from station-road to north",
            "0  orders                  PlaceOrder",
            "order-events            OrderReceived",
            "store-commands          Reserve",
            "Reserved",
            "store-commands          Commit",
            "delivery-commands       Commit",
            "Assigned",
            "order-events            OrderPlaced",
            "store-notifications     PickOrder",
            "delivery-notifications  DeliverOrder");

    Run json = run("trace life-1 --json");
    for (String line : json.out().lines().toList()) {
      JsonNode event = new ObjectMapper().readTree(line);
      assertThat(event.path("record").path("orderId").asText()).isEqualTo("life-1");
    }
    assertThat(json.out().lines().count()).isGreaterThanOrEqualTo(13);
  }

  @Test
  void tellsWhichOrdersOfAFileWereNotPlaced() throws IOException {
    Path file = folder.resolve("orders.jsonl");
    Files.writeString(
        file,
        """
        [{"type":"PlaceOrder","orderId":"file-1","customerId":"c","storeId":"mill-lane","zoneId":"south",
          "lines":[{"sku":"bananas-5","quantity":1}]},
         {"type":"PlaceOrder","orderId":"file-2","customerId":"c","storeId":"elm-street","zoneId":"south",
          "lines":[{"sku":"bananas-5","quantity":1}]}]
        """
            .replace("south", "north"));
    Run run = run("place --wait --json " + file);
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.out().lines()).hasSize(2);
    assertThat(run.out())
        .contains("\"orderId\":\"file-1\",\"outcome\":\"PLACED\"")
        .contains("\"orderId\":\"file-2\",\"outcome\":\"REJECTED\",\"reason\":\"UNKNOWN_STORE\"")
        .contains("UNKNOWN_STORE: there is no store elm-street");
  }

  @Test
  void cancelsWhatCanBeCancelled() {
    Run unknown = run("cancel never-placed --wait");
    assertThat(unknown.status()).isEqualTo(1);
    assertThat(unknown.out()).contains("cancel refused", "UNKNOWN_ORDER");

    assertThat(run("place --wait --order late-1 --sku butter-250g=1 " + ORDER).status()).isZero();
    Run late = run("cancel late-1 --wait");
    assertThat(late.status()).isEqualTo(1);
    assertThat(late.out()).contains("ALREADY_PLACED");

    assertThat(run("cancel late-1").out()).contains("sent");
  }

  @Test
  void tellsWhenAnIdWasUsedForAnotherOrder() {
    assertThat(run("place --wait --order twice-1 --sku butter-250g=1 " + ORDER).status()).isZero();
    Run other = run("place --wait --order twice-1 --sku butter-250g=2 " + ORDER);
    assertThat(other.status()).isEqualTo(1);
    assertThat(other.out()).contains("dead letter", "ORDER_ID_REUSED");
  }

  @Test
  void showsTheStockThatThereIs() {
    assertThat(run("stock receive --store kiosk --sku tea=10,milk=4").out())
        .isEqualTo("received  kiosk  10 x tea, 4 x milk" + System.lineSeparator());
    assertThat(run("agents online --zone kiosk-zone zoe zac").status()).isZero();
    Run placed = run("place --wait --store kiosk --zone kiosk-zone --sku tea=3 --order tea-1");
    assertThat(placed.status()).isZero();
    assertThat(run("stock write-off --store kiosk --sku tea=2").status()).isZero();
    Run refused = run("stock write-off --store kiosk --sku tea=100,milk=1");
    assertThat(refused.status()).isEqualTo(1);
    assertThat(refused.out()).startsWith("refused: written off  kiosk  100 x tea, 1 x milk");
    assertThat(refused.out()).contains("WRITE_OFF_EXCEEDS_STOCK");
    String delivery = "stock receive --store kiosk --sku tea=5 --update-id u-1";
    assertThat(run(delivery).out()).doesNotContain("repeat");
    assertThat(run(delivery).out()).contains("(a repeat: it was applied before)");
    assertThat(run(delivery + " --json").out()).contains("\"outcome\":\"REPEATED\"");
    assertThat(run(delivery + " --timeout 0").out()).startsWith("sent: received  kiosk");

    assertThat(run("stock show --store kiosk --json").out().lines())
        .containsExactly(
            "{\"storeId\":\"kiosk\",\"sku\":\"milk\",\"available\":4,\"reserved\":0,\"assigned\":0}",
            "{\"storeId\":\"kiosk\",\"sku\":\"tea\",\"available\":10,\"reserved\":0,\"assigned\":3}");
    // The store's own stock agrees.
    Run tooMany = run("place --wait --store kiosk --zone kiosk-zone --sku tea=11");
    assertThat(tooMany.out()).contains("tea: 11 wanted, 10 left");

    assertThat(run("stock show --store nowhere").out()).contains("no such stock");
  }

  @Test
  void showsAWriteOffThatWasRefusedAndIsSentAgain() {
    String writeOff = "stock write-off --store larder --sku flour=9 --update-id w-1";
    assertThat(run("stock receive --store larder --sku flour=4").status()).isZero();
    assertThat(run(writeOff).status()).isEqualTo(1);
    assertThat(run("stock receive --store larder --sku flour=6").status()).isZero();
    assertThat(run(writeOff).status()).isZero();

    assertThat(run("stock show --store larder --json").out()).contains("\"available\":1,");
  }

  @Test
  void showsWhatTheAgentsDo() {
    assertThat(run("agents online --zone pier yan yul").status()).isZero();
    assertThat(run("stock receive --store pier-shop --sku rope=9").status()).isZero();
    assertThat(
            run("place --wait --store pier-shop --zone pier --sku rope=1 --order rope-1").status())
        .isZero();
    assertThat(run("agents show --zone pier").out())
        .containsPattern("pier +yan +delivers rope-1")
        .containsPattern("pier +yul +free");
    Run notHis = run("agents completed --zone pier yan rope-9");
    assertThat(notHis.status()).isEqualTo(1);
    assertThat(notHis.out()).contains("refused", "AGENT_NOT_ON_ORDER");
    assertThat(run("agents show --zone pier").out()).containsPattern("pier +yan +delivers rope-1");
    assertThat(run("agents offline --zone pier yul").status()).isZero();
    Run nobody = run("place --wait --store pier-shop --zone pier --sku rope=1");
    assertThat(nobody.status()).isEqualTo(1);
    assertThat(nobody.out()).contains("NO_AGENT_AVAILABLE");
    assertThat(run("agents completed --zone pier yan rope-1").status()).isZero();
    assertThat(run("agents show --zone pier").out())
        .containsPattern("pier +yan +free")
        .containsPattern("pier +yul +offline");
  }

  @Test
  void readsUpToAKafkaTransactionThatIsOpen() throws Exception {
    String order = "place --wait --store gate --zone gate-zone --sku tea=1 --order ";
    assertThat(run("stock receive --store gate --sku tea=9").status()).isZero();
    assertThat(run("agents online --zone gate-zone gil gus").status()).isZero();
    assertThat(run(order + "whole-1").status()).isZero();
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", server.bootstrapServers(), "transactional.id", "open"),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      producer.initTransactions();
      producer.beginTransaction();
      producer.send(new ProducerRecord<>("orders", "open-1".getBytes(UTF_8), new byte[] {1})).get();
      assertThat(run("stock show --store gate").status()).isZero();
      assertThat(run("agents show --zone gate-zone").status()).isZero();
      assertThat(run("trace whole-1").out()).contains("OrderPlaced");
      assertThat(run("trace open-1").out()).doesNotContain("orders-");
      assertThat(run("dead-letters").out()).doesNotContain("open-1");
      assertThat(run("audit --grace-ms 0").out()).doesNotContain("open-1");
      producer.abortTransaction();
    }
    assertThat(run(order + "open-1").status()).isZero();
  }

  /** Checks an owner that was killed: its Kafka transaction stays open until the timeout. */
  @Test
  void placesOrdersBehindAKafkaTransactionWithoutAnOwner() throws Exception {
    assertThat(run("stock receive --store dyke --sku tea=1").status()).isZero();
    assertThat(run("agents online --zone dyke-zone dee").status()).isZero();
    KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of(
                "bootstrap.servers",
                server.bootstrapServers(),
                "transactional.id",
                "without-an-owner",
                "transaction.timeout.ms",
                2_000),
            new ByteArraySerializer(),
            new ByteArraySerializer());
    try {
      producer.initTransactions();
      producer.beginTransaction();
      producer.send(new ProducerRecord<>("orders", "left-1".getBytes(UTF_8), new byte[] {1})).get();

      assertThat(
              run("place --wait --store dyke --zone dyke-zone --sku tea=1 --order left-1").status())
          .isZero();
    } finally {
      producer.close(Duration.ZERO); // Aborts nothing.
    }
    assertThat(run("dead-letters").out()).doesNotContain("left-1");
  }

  @Test
  void watchesWhatIsWanted() throws Exception {
    assertThat(run("place --wait --order seen-1 --sku butter-250g=1 " + ORDER).status()).isZero();
    Run watched =
        Run.until(
            "seen-1",
            "watch --from-beginning --order seen-1 --event orderplaced --store station-road",
            there);
    assertThat(watched.status()).isZero();
    assertThat(watched.out().lines()).hasSize(1);
    assertThat(watched.out())
        .containsPattern("\\d\\d:\\d\\d:\\d\\d\\.\\d{3}  order-events            OrderPlaced")
        .doesNotContain("\u001b");
  }

  @Test
  void endsQuietlyWhenNobodyReadsOn() {
    OutputStream closed =
        new OutputStream() {
          @Override
          public void write(int value) throws IOException {
            throw new IOException("Broken pipe");
          }
        };
    StringWriter err = new StringWriter();
    int status =
        Main.commandLine()
            .setOut(new PrintWriter(closed, false, UTF_8))
            .setErr(new PrintWriter(err))
            .execute("watch", "--from-beginning", there.get(0), there.get(1));
    assertThat(status).isZero();
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void showsNothingThatATerminalObeys() throws Exception {
    write(
        "orders",
        "evil-1",
        "{\"type\":\"PlaceOrder\",\"orderId\":\"evil-1\",\"x\":\"\u001b[31m\"}");
    awaitLetterOf("evil-1");
    String letter = letterOf("evil-1");

    assertThat(run("dead-letters list").out()).contains(letter, "orders-").doesNotContain("\u001b");
    assertThat(run("dead-letters show " + letter).out())
        .contains("error.reason = INVALID", "\\u001b[31m")
        .doesNotContain("\u001b");
    assertThat(run("trace evil-1").out())
        .contains("Unreadable", "OrderRejected", "DeadLetter")
        .doesNotContain("\u001b");
    Run resent = run("dead-letters resend " + letter);
    assertThat(resent.status()).isEqualTo(1);
    assertThat(resent.out()).contains("the customer was notified that this order is rejected");
  }

  @Test
  void sendsADeadLetterAgainOnce() throws Exception {
    write("stock-updates", "fix-store", "{\"type\":\"StockReceived\",\"storeId\":\"fix-store\"}");
    awaitLetterOf("fix-store");
    String letter = letterOf("fix-store");

    Run asItIs = run("dead-letters resend " + letter);
    assertThat(asItIs.status()).isEqualTo(1);
    assertThat(asItIs.out())
        .contains("it would become a dead letter again: field lines is missing");

    Path fixed = folder.resolve("fixed.json");
    Files.writeString(
        fixed,
        """
        {"type":"StockReceived","storeId":"fix-store","lines":[{"sku":"nails","quantity":7}]}
        """);
    String resend = "dead-letters resend " + letter + " --value " + fixed;
    assertThat(run(resend + " --dry-run").out()).contains("would be sent again");
    Run sent = run(resend);
    assertThat(sent.err()).isEmpty();
    assertThat(sent.status()).isZero();
    assertThat(sent.out()).contains("sent again as stock-updates-");

    Run again = run(resend);
    assertThat(again.status()).isEqualTo(1);
    assertThat(again.out())
        .contains("not sent: letter " + letter + " was sent again as stock-updates-");
    assertThat(run("dead-letters list --open").out()).doesNotContain(letter + " ");
    assertThat(run("stock show --store fix-store").out()).containsPattern("nails +7 +0 +0");
  }

  @Test
  void letsOnlyOneSendDeadLetters() throws Exception {
    write("agent-updates", "fence-zone", "no JSON");
    await().until(() -> run("dead-letters list --json").out().contains("\"key\":\"fence-zone\""));
    String id = letterOf("fence-zone");
    byte[] fixed =
        "{\"type\":\"AgentOnline\",\"zoneId\":\"fence-zone\",\"agentId\":\"a\"}".getBytes(UTF_8);
    try (Cluster cluster = Cluster.connect(Map.of("bootstrap.servers", server.bootstrapServers()));
        Resending first = new Resending(cluster, "first")) {
      Letter letter = letter(first.letters(), id);
      try (Resending second = new Resending(cluster, "second")) {
        assertThatThrownBy(() -> first.send(letter, fixed))
            .isInstanceOf(UnusableException.class)
            .hasMessageContaining("another session has begun to send dead letters");
        second.send(letter(second.letters(), id), fixed);
        assertThat(Resending.obstacle(letter(second.letters(), id), fixed).orElseThrow())
            .contains("by second");
      }
    }
  }

  @Test
  void answersOnItsHttpPort() throws Exception {
    HttpClient client = HttpClient.newHttpClient();
    assertThat(
            run("place --wait --order http-1 --store old-harbour --zone harbour --sku coffee-beans-500g=1")
                .status())
        .isZero();
    for (String page : List.of("/health/ready", "/orders/http-1", "/metrics")) {
      HttpResponse<String> answer =
          client.send(
              HttpRequest.newBuilder(URI.create(server.http() + page)).build(),
              HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).isEqualTo(200);
    }
  }

  @Test
  void describesAndVerifiesTheTopics() {
    Run described = run("topics describe");
    assertThat(described.status()).isZero();
    assertThat(described.out())
        .containsPattern("orders +2 +1 +7 d +orderId +customers")
        .containsPattern("dead-letters +2 +1 +30 d");
    Run verified = run("topics verify");
    assertThat(verified.status()).isZero();
    assertThat(verified.out()).contains("one copy only");
    assertThat(verified.out())
        .as("15 topics, and the changelogs of the services")
        .containsPattern("[23][0-9] topics are configured as required");
  }

  @Test
  void followsUntilItIsTold() throws Exception {
    Run followed = Run.until("following", "audit --follow", there);
    assertThat(followed.status()).isZero();
    assertThat(followed.out()).contains("ONE_OUTCOME            holds");
  }

  private static Letter letter(List<Letter> letters, String id) {
    return letters.stream().filter(l -> l.id().equals(id)).findFirst().orElseThrow();
  }

  private static void awaitLetterOf(String key) {
    await().until(() -> run("dead-letters list --json").out().contains("\"key\":\"" + key + "\""));
  }

  private static String letterOf(String key) throws IOException {
    for (String line : run("dead-letters list --json").out().lines().toList()) {
      JsonNode letter = new ObjectMapper().readTree(line);
      if (letter.path("key").asText().equals(key)) {
        return letter.path("letter").asText();
      }
    }
    throw new AssertionError("no dead letter of " + key);
  }

  private static void write(String topic, String key, String value)
      throws ExecutionException, InterruptedException {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", server.bootstrapServers()),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      producer.send(new ProducerRecord<>(topic, key.getBytes(UTF_8), value.getBytes(UTF_8))).get();
    }
  }
}
