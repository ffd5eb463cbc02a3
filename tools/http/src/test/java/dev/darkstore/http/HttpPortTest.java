package dev.darkstore.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HttpPortTest {
  private static final String TOKEN = "a-token-of-some-length";

  @TempDir private Path folder;
  private final HttpClient http = HttpClient.newHttpClient();
  private final Metrics metrics = new Metrics();
  private HttpPort server;

  @AfterEach
  void close() {
    if (server != null) {
      server.close();
    }
    metrics.close();
  }

  @Test
  void isReadyWhenThereIsNothingToWaitFor() throws Exception {
    start(HttpSettings.loopback(0), Routes.NONE);

    assertThat(get("/health/live").statusCode()).isEqualTo(200);
    assertThat(get("/health/ready").statusCode()).isEqualTo(200);
    assertThat(server.port()).isPositive();
  }

  @Test
  void tellsTheJvmsMetricsInBothOfPrometheusFormats() throws Exception {
    start(HttpSettings.loopback(0), Routes.NONE);

    HttpResponse<String> text = get("/metrics");
    HttpResponse<String> open =
        get("/metrics", "Accept", "application/openmetrics-text;version=1.0.0,text/plain;q=0.5");

    assertThat(text.body()).contains("jvm_memory_used_bytes{");
    assertThat(text.headers().firstValue("Content-Type").orElse("")).startsWith("text/plain");
    assertThat(open.body()).endsWith("# EOF\n");
    assertThat(open.headers().firstValue("Content-Type").orElse(""))
        .startsWith("application/openmetrics-text");
  }

  @Test
  void hasPagesOfOnesOwnAndTellsNoneOfTheInsideWhenTheyFail() throws Exception {
    start(
        HttpSettings.loopback(0),
        routes -> {
          routes.get("/mine", context -> context.result("{}"));
          routes.get(
              "/broken",
              context -> {
                throw new IllegalStateException("the inside");
              });
        });

    assertThat(get("/mine").body()).isEqualTo("{}");
    HttpResponse<String> broken = get("/broken");
    assertThat(broken.statusCode()).isEqualTo(500);
    assertThat(broken.body()).contains("\"error\"").doesNotContain("inside").doesNotContain("at ");
    HttpResponse<String> missing = get("/nothing/here");
    assertThat(missing.statusCode()).isEqualTo(404);
    assertThat(missing.body()).contains("there is no such page");
  }

  @Test
  void asksForTheTokenButNotForHealth() throws Exception {
    Path file = Files.writeString(folder.resolve("token"), TOKEN + "\n");
    start(new HttpSettings(HttpSettings.LOOPBACK, 0, Optional.of(file)), Routes.NONE);

    assertThat(get("/health/ready").statusCode()).isEqualTo(200);
    assertThat(get("/metrics").statusCode()).isEqualTo(401);
    assertThat(get("/metrics", "Authorization", "Bearer " + TOKEN + "x").statusCode())
        .isEqualTo(401);
    assertThat(get("/metrics", "Authorization", "Bearer " + TOKEN).statusCode()).isEqualTo(200);
    assertThat(get("/orders/o-1").statusCode()).isEqualTo(401);
    assertThat(get("/orders/o-1").body()).contains("Authorization");
  }

  @Test
  void refusesATokenThatKeepsNobodyOut() throws Exception {
    Path file = Files.writeString(folder.resolve("token"), " short \n");

    assertThatThrownBy(
            () -> start(new HttpSettings(HttpSettings.LOOPBACK, 0, Optional.of(file)), Routes.NONE))
        .isInstanceOf(HttpPortException.class)
        .hasMessageContaining("at least 16");
    assertThatThrownBy(
            () ->
                start(
                    new HttpSettings(
                        HttpSettings.LOOPBACK, 0, Optional.of(folder.resolve("missing"))),
                    Routes.NONE))
        .isInstanceOf(HttpPortException.class)
        .hasMessageContaining("missing");
  }

  @Test
  void saysThatAPortIsTakenAndThatAnAddressIsNotOurs() {
    start(HttpSettings.loopback(0), Routes.NONE);

    assertThatThrownBy(
            () -> HttpPort.start(HttpSettings.loopback(server.port()), metrics, List.of()))
        .isInstanceOf(HttpPortException.class)
        .hasMessageContaining("127.0.0.1 port " + server.port())
        .hasMessageContaining("darkstore.http.port");
    assertThatThrownBy(
            () ->
                HttpPort.start(
                    new HttpSettings("192.0.2.1", 0, Optional.empty()), metrics, List.of()))
        .isInstanceOf(HttpPortException.class)
        .hasMessageContaining("192.0.2.1");
  }

  @Test
  void refusesHeadersAndBodiesThatAreTooLarge() throws Exception {
    start(
        HttpSettings.loopback(0),
        routes -> routes.post("/body", context -> context.result(context.body())));

    assertThat(get("/health/live", "X-Long", "x".repeat(16_000)).statusCode()).isEqualTo(431);
    HttpResponse<String> large =
        http.send(
            HttpRequest.newBuilder(server.uri().resolve("/body"))
                .POST(HttpRequest.BodyPublishers.ofString("x".repeat(100_000)))
                .build(),
            BodyHandlers.ofString());
    assertThat(large.statusCode()).isEqualTo(413);
  }

  @Test
  void leavesThoseBeyondTheMostWaitingUntilItHasClosedThoseThatSayNothing() throws Exception {
    start(HttpSettings.loopback(0), Routes.NONE);
    List<Socket> silent = new ArrayList<>();
    try (Socket waiting = new Socket()) {
      // A few more than the 64, since some are accepted before they are counted.
      for (int i = 0; i < 70; i++) {
        silent.add(new Socket(InetAddress.getLoopbackAddress(), server.port()));
      }
      waiting.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()));
      waiting
          .getOutputStream()
          .write(
              "GET /health/live HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
                  .getBytes(StandardCharsets.UTF_8));

      waiting.setSoTimeout(500);
      assertThatThrownBy(() -> waiting.getInputStream().read())
          .isInstanceOf(SocketTimeoutException.class);
      waiting.setSoTimeout(60_000);
      assertThat(new String(waiting.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
          .startsWith("HTTP/1.1 200");
      assertThat(silent.get(0).getInputStream().read()).isEqualTo(-1);
    } finally {
      for (Socket socket : silent) {
        socket.close();
      }
    }
  }

  @Test
  void answersNonsenseInJson() throws Exception {
    start(HttpSettings.loopback(0), Routes.NONE);

    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket.getOutputStream().write("\0\1nonsense\r\n\r\n".getBytes(StandardCharsets.UTF_8));
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

      assertThat(answer).startsWith("HTTP/1.1 400").contains("malformed request");
      assertThat(answer).doesNotContainIgnoringCase("jetty");
    }
  }

  private void start(HttpSettings settings, Routes routes) {
    server = HttpPort.start(settings, metrics, List.of(), routes);
  }

  private HttpResponse<String> get(String path, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = HttpRequest.newBuilder(server.uri().resolve(path));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return http.send(request.build(), BodyHandlers.ofString());
  }
}
