package dev.darkstore.system.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkstore.client.cluster.Cluster;
import dev.darkstore.command.Main;
import dev.darkstore.harness.ChildProcess;
import dev.darkstore.local.EmbeddedBroker;
import dev.darkstore.schemas.Installation;
import dev.darkstore.setup.topics.TopicSetup;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Measurement of the page's response and the server's memory while orders come in: {@code
 * -Dconsole.load=1000 -Dconsole.seconds=60}. The console runs in a separate process.
 */
@DisplayName("Console under load")
class ConsoleUnderLoadTest {
  private static final String HEAP_MAX = "-Xmx160m";
  private static final int LONGEST_TASK_MILLIS_MAX = 200;

  private final HttpClient http = HttpClient.newHttpClient();

  @Test
  @DisplayName("The page stays responsive and the heap bounded under the load of -Dconsole.load")
  void thePageStaysResponsiveAndTheHeapBounded() throws Exception {
    Integer rate = Integer.getInteger("console.load");
    int seconds = Integer.getInteger("console.seconds", 60);
    Assumptions.assumeTrue(
        rate != null, "a measurement: run it with -Dconsole.load=1000 (orders per second)");
    EmbeddedBroker broker = EmbeddedBroker.start(EmbeddedBroker.Options.temporary());
    try (Cluster cluster = Cluster.connect(Map.of("bootstrap.servers", broker.bootstrapServers()));
        KafkaProducer<byte[], byte[]> producer =
            cluster.producer("feed", Map.of(ProducerConfig.LINGER_MS_CONFIG, 5))) {
      TopicSetup.create(cluster.admin(), Installation.DEFAULT, 2, (short) 1);
      cluster.partitions();
      OrderFeed feed = new OrderFeed(producer::send);
      feed.supply();
      producer.flush();
      Process console = console(broker.bootstrapServers());
      try {
        measure(console, feed, rate, seconds);
      } finally {
        console.destroy();
        console.waitFor(30, TimeUnit.SECONDS);
      }
    } finally {
      broker.close();
    }
  }

  private void measure(Process console, OrderFeed feed, int rate, int seconds) throws Exception {
    BufferedReader output =
        new BufferedReader(new InputStreamReader(console.getInputStream(), StandardCharsets.UTF_8));
    String line = output.readLine();
    assertThat(line).startsWith("the console is at ");
    URI uri = URI.create(line.substring("the console is at ".length()));
    try (Browser browser = Browser.open(uri)) {
      browser.awaitText("#connection-text", "live");
      feed.run(rate, Math.max(10, seconds / 4)); // Warms up both JVMs and the page.
      long before = heapAfterCollection(console, uri);
      browser.evaluate(
          "window.tasks = []; new PerformanceObserver(list => list.getEntries().forEach("
              + "entry => window.tasks.push(entry.duration))).observe({type: 'longtask'});"
              + "window.frames_ = 0; (function count() { window.frames_++;"
              + "requestAnimationFrame(count); })()");
      feed.run(rate, seconds);
      double longest = number(browser.evaluate("return Math.max(0, ...window.tasks)"));
      double tasks = number(browser.evaluate("return window.tasks.length"));
      double frames = number(browser.evaluate("return window.frames_"));
      for (String phase : List.of("SENT", "RESERVING", "COMMITTING", "RELEASING")) {
        String number = ".tile[data-phase=%s] .tile-number".formatted(phase);
        browser.awaitThat(phase + " is empty", () -> browser.text(number).equals("0"));
      }
      browser.screenshot("load");
      long after = heapAfterCollection(console, uri);
      String placed = browser.text(".tile[data-phase=PLACED] .tile-number");
      System.out.printf(
          "%d orders at %d/s; placed on the page: %s%n"
              + "longest task of the main thread: %.0f ms; tasks over 50 ms: %.0f in %d s; %.0f"
              + " frames/s%n"
              + "heap after collection: %.1f MiB before, %.1f MiB after (%s)%n"
              + "load average: %.1f%n",
          feed.begun(),
          rate,
          placed,
          longest,
          tasks,
          seconds,
          frames / seconds,
          before / 1048576.0,
          after / 1048576.0,
          HEAP_MAX,
          ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
      assertThat(Long.parseLong(placed.replace(",", ""))).isEqualTo(feed.begun() / 10 * 9);
      assertThat(longest).isLessThan(LONGEST_TASK_MILLIS_MAX);
      assertThat(after).isLessThan(before + 16 * 1024 * 1024);
    }
  }

  private static Process console(String bootstrapServers) throws IOException {
    return new ProcessBuilder(
            ChildProcess.java(
                List.of(HEAP_MAX, "-XX:+UseSerialGC"),
                Main.class,
                List.of("console", "--port", "0", "--bootstrap", bootstrapServers)))
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  /** Returns the bytes on the console's heap after a full collection. */
  private long heapAfterCollection(Process console, URI uri)
      throws IOException, InterruptedException {
    new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
            Long.toString(console.pid()),
            "GC.run")
        .start()
        .waitFor();
    String metrics =
        http.send(HttpRequest.newBuilder(uri.resolve("/metrics")).build(), BodyHandlers.ofString())
            .body();
    return (long)
        metrics
            .lines()
            .filter(sample -> sample.startsWith("jvm_memory_used_bytes{area=\"heap\""))
            .mapToDouble(sample -> Double.parseDouble(sample.substring(sample.indexOf("} ") + 2)))
            .sum();
  }

  private static double number(Object value) {
    return ((Number) value).doubleValue();
  }
}
