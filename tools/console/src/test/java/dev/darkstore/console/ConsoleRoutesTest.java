package dev.darkstore.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkstore.client.cluster.Clients;
import dev.darkstore.client.cluster.UnusableException;
import dev.darkstore.client.letters.Letter;
import dev.darkstore.client.letters.Resending;
import dev.darkstore.console.view.Projection;
import dev.darkstore.http.HttpPort;
import dev.darkstore.http.HttpSettings;
import dev.darkstore.http.Metrics;
import dev.darkstore.http.Routes;
import dev.darkstore.schemas.Topic;
import io.javalin.router.JavalinDefaultRoutingApi;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Test of the console's port without a cluster: access and flow control. */
class ConsoleRoutesTest {
  private static final String ORDER =
      "{\"type\":\"PlaceOrder\",\"orderId\":\"%s\",\"customerId\":\"c\",\"storeId\":\"s\","
          + "\"zoneId\":\"z\",\"lines\":[{\"sku\":\"milk\",\"quantity\":%d}]}";

  @TempDir private Path folder;
  private final Bulletin bulletin = new Bulletin();
  private final Metrics metrics = new Metrics();
  private final Projection projection = new Projection(true);
  private final StreamRoutes stream = new StreamRoutes(bulletin, () -> projection);
  private final Clients clients =
      new Clients(
          Map.of("bootstrap.servers", "127.0.0.1:9", "reconnect.backoff.ms", "60000"),
          "test",
          failure -> {});
  private HttpPort server;

  @AfterEach
  void close() {
    stream.close();
    if (server != null) {
      server.close();
    }
    clients.close();
    metrics.close();
  }

  /** Returns the only letter, 0-1. */
  private Optional<Letter> letter(String id) {
    byte[] content = "<b>no JSON</b>".getBytes(StandardCharsets.UTF_8);
    Letter only =
        new Letter(
            new ConsumerRecord<>(Topic.DEAD_LETTERS.topicName(), 0, 1, new byte[0], content),
            Optional.empty(),
            Optional.empty());
    return Optional.of(only).filter(letter -> letter.id().equals(id));
  }

  private Resending session() {
    throw new UnusableException("cannot begin a session: no broker replies");
  }

  private void start(boolean isReadOnly, Optional<Path> token) {
    HttpSettings http = new HttpSettings(HttpSettings.LOOPBACK, 0, token);
    Guard guard = new Guard(http);
    List<Routes> all =
        List.of(
            routing -> routing.before(guard::check),
            new PageRoutes(),
            stream,
            new OrderRoutes(() -> projection, id -> Optional.empty()),
            new LetterRoutes(isReadOnly, this::letter, this::session),
            new ActionRoutes(isReadOnly, clients));
    server =
        HttpPort.start(
            http,
            metrics,
            List.of(),
            new Routes() {
              @Override
              public void addTo(JavalinDefaultRoutingApi routes) {
                all.forEach(each -> each.addTo(routes));
              }

              @Override
              public boolean isOpen(String path) {
                return all.stream().anyMatch(each -> each.isOpen(path));
              }
            });
  }

  @Test
  void everyPageForbidsWhatItDoesNotNeed() throws IOException {
    start(false, Optional.empty());
    for (String path :
        List.of("/", "/orders/o-1", "/dead-letters/0-1", "/assets/main.js", "/no-such-page")) {
      String answer = ask("GET", path, "", "");
      assertThat(answer)
          .contains("script-src 'self'")
          .contains("frame-ancestors 'none'")
          .contains("X-Content-Type-Options: nosniff")
          .doesNotContain("unsafe-inline");
    }
    assertThat(ask("GET", "/assets/uplot.js", "", "")).contains("200 OK", "text/javascript");
  }

  @Test
  void takesNothingFromAnotherSitesPage() throws IOException {
    start(false, Optional.empty());
    String body = ORDER.formatted("o-1", 1);
    String path = "/api/records/orders";
    assertThat(ask("POST", path, json("Origin: http://evil.example"), body)).contains(" 403 ");
    assertThat(ask("POST", path, json("Origin: null"), body)).contains(" 403 ");
    assertThat(ask("POST", path, json("Sec-Fetch-Site: cross-site"), body)).contains(" 403 ");
    assertThat(ask("POST", path, "Content-Type: text/plain\r\n", body)).contains(" 415 ");
    assertThat(ask("POST", path, "", body)).contains(" 415 ");
    assertThat(askAs("evil.example", "GET", "/", "", "")).contains(" 403 ");
    path = "/api/dead-letters/0-1/resend";
    assertThat(ask("POST", path, json("Origin: http://evil.example"), "{}")).contains(" 403 ");
    assertThat(ask("POST", path, "", "{}")).contains(" 415 ");
  }

  @Test
  void searchesByTheParametersOfItsAddress() throws IOException {
    start(false, Optional.empty());
    assertThat(ask("GET", "/api/orders?text=mill%20lane&phase=REJECTED&age=15", "", ""))
        .contains("200 OK", "\"total\" : 0", "\"kept\" : 0");
    assertThat(ask("GET", "/api/orders?phase=GONE", "", ""))
        .contains(" 400 ", "phase is \\\"GONE\\\"; it must be one of SENT");
  }

  @Test
  void showsADeadLetterWithItsContent() throws IOException {
    start(true, Optional.empty());
    assertThat(ask("GET", "/api/dead-letters/0-1", "", ""))
        .contains("200 OK", "\"content\" : \"<b>no JSON</b>\"", "its source is unknown");
    assertThat(ask("GET", "/api/dead-letters/0-2", "", ""))
        .contains(" 404 ", "there is no dead letter 0-2");
    assertThat(ask("GET", "/api/dead-letters/one", "", ""))
        .contains(" 400 ", "\\\"one\\\" is no letter id");
  }

  @Test
  void sendsNoDeadLetterAgainIfTheClusterBeginsNoSession() throws IOException {
    start(false, Optional.empty());
    String path = "/api/dead-letters/0-1/resend";
    for (int i = 0; i < 2; i++) { // The second is not blocked by the first.
      assertThat(ask("POST", path, json(""), "{}"))
          .contains(" 503 ", "cannot begin a session: no broker replies");
    }
    assertThat(ask("POST", "/api/dead-letters/one/resend", json(""), "{}")).contains(" 400 ");
  }

  @Test
  void refusesWhatBreaksTheContractWithTheReason() throws IOException {
    start(false, Optional.empty());
    String path = "/api/records/orders";
    assertThat(ask("POST", path, json(""), ORDER.formatted("o 1", 1)))
        .contains(" 400 ", "orderId is");
    assertThat(ask("POST", path, json(""), ORDER.formatted("o-1", 0)))
        .contains(" 400 ", "lines[0].quantity is 0");
    assertThat(ask("POST", path, json(""), "{")).contains(" 400 ");
    assertThat(ask("POST", "/api/records/order-events", json(""), "{}")).contains(" 404 ");
    assertThat(ask("POST", path, json(""), "x".repeat(80_000))).contains(" 413 ");
  }

  @Test
  void onlyShowsIfToldSo() throws IOException {
    start(true, Optional.empty());
    assertThat(ask("POST", "/api/records/orders", json(""), ORDER.formatted("o-1", 1)))
        .contains(" 403 ", "this console is read-only");
    assertThat(ask("POST", "/api/dead-letters/0-1/resend", json(""), "{}"))
        .contains(" 403 ", "this console is read-only");
  }

  @Test
  void tellsNothingWithoutTheToken() throws IOException {
    Path token = folder.resolve("token");
    Files.writeString(token, "0123456789abcdef\n");
    start(false, Optional.of(token));
    bulletin.post("a", "{}");
    assertThat(ask("GET", "/", "", "")).contains("200 OK");
    assertThat(ask("GET", "/assets/main.js", "", "")).contains("200 OK");
    assertThat(ask("GET", "/api/stream", "Accept: text/event-stream\r\n", "")).contains(" 401 ");
    assertThat(ask("POST", "/api/records/orders", json(""), ORDER.formatted("o-1", 1)))
        .contains(" 401 ");
    assertThat(ask("GET", "/dead-letters/0-1", "", "")).contains("200 OK");
    assertThat(ask("GET", "/api/dead-letters/0-1", "", "")).contains(" 401 ");
    assertThat(ask("POST", "/api/dead-letters/0-1/resend", json(""), "{}")).contains(" 401 ");
    try (Socket reader =
        open("Accept: text/event-stream\r\nAuthorization: Bearer 0123456789abcdef\r\n")) {
      assertThat(firstEvent(reader)).isEqualTo("event: a");
    }
  }

  @Test
  void aReaderThatTakesNothingHoldsUpNobody() throws Exception {
    start(false, Optional.empty());
    List<Socket> stuck = new ArrayList<>();
    AtomicInteger version = new AtomicInteger();
    // More than a socket's buffers hold: a reader that does not read blocks its writer.
    String bulk = "x".repeat(8_000_000);
    try {
      for (int i = 0; i < 4; i++) {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(4_096);
        stuck.add(open(socket, "Accept: text/event-stream\r\n"));
      }
      Thread writer =
          new Thread(
              () -> {
                for (int i = 0; i < 10; i++) {
                  bulletin.post("bulk", '"' + bulk + version.incrementAndGet() + '"');
                }
              });
      writer.start();
      writer.join(10_000);
      assertThat(writer.isAlive()).isFalse();
      bulletin.post("last", "{}");
      try (Socket reader = open("Accept: text/event-stream\r\n")) {
        reader.setSoTimeout(10_000);
        BufferedReader lines =
            new BufferedReader(
                new InputStreamReader(reader.getInputStream(), StandardCharsets.UTF_8));
        Awaitility.await().until(() -> "event: last".equals(lines.readLine()));
      }
    } finally {
      for (Socket socket : stuck) {
        socket.close();
      }
    }
  }

  private static String firstEvent(Socket reader) throws IOException {
    reader.setSoTimeout(10_000);
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(reader.getInputStream(), StandardCharsets.UTF_8));
    String line = lines.readLine();
    while (line != null && !line.startsWith("event:")) {
      line = lines.readLine();
    }
    return line;
  }

  private static String json(String header) {
    return "Content-Type: application/json\r\n" + (header.isEmpty() ? "" : header + "\r\n");
  }

  private Socket open(String headers) throws IOException {
    return open(new Socket(), headers);
  }

  private Socket open(Socket socket, String headers) throws IOException {
    socket.connect(new InetSocketAddress(HttpSettings.LOOPBACK, server.port()));
    write(socket, "localhost:" + server.port(), "GET", "/api/stream", headers, "");
    return socket;
  }

  private String ask(String method, String path, String headers, String body) throws IOException {
    return askAs("localhost:" + server.port(), method, path, headers, body);
  }

  /** Uses a socket, since Java's client does not allow these headers to be set. */
  private String askAs(String host, String method, String path, String headers, String body)
      throws IOException {
    try (Socket socket = new Socket(HttpSettings.LOOPBACK, server.port())) {
      socket.setSoTimeout(10_000);
      write(socket, host, method, path, headers + "Connection: close\r\n", body);
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static void write(
      Socket socket, String host, String method, String path, String headers, String body)
      throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    String head =
        "%s %s HTTP/1.1\r\nHost: %s\r\n%sContent-Length: %d\r\n\r\n"
            .formatted(method, path, host, headers, bytes.length);
    socket.getOutputStream().write(head.getBytes(StandardCharsets.UTF_8));
    socket.getOutputStream().write(bytes);
    socket.getOutputStream().flush();
  }
}
