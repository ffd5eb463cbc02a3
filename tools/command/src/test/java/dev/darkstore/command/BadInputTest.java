package dev.darkstore.command;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.darkstore.local.EmbeddedBroker;
import dev.darkstore.local.EmbeddedBroker.Options;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Invalid input of any command leads to a message that names the error, and to status 2. */
@Timeout(120)
class BadInputTest {
  private static final String NOBODY = " --bootstrap-server 127.0.0.1:1";

  /** Broker without topics. */
  private static EmbeddedBroker bare;

  @TempDir private Path folder;

  @BeforeAll
  static void start() {
    bare = EmbeddedBroker.start(Options.temporary());
  }

  @AfterAll
  static void stop() {
    bare.close();
  }

  @BeforeEach
  void files() throws IOException {
    write("empty.json", "");
    write("broken.json", "{\"type\":\"PlaceOrder\",\n\"orderId\":\"a\",,}");
    write("number.json", "\n[17]");
    write(
        "bad.jsonl",
        """
        {"type":"PlaceOrder","orderId":"a","customerId":"c","storeId":"s","zoneId":"z","lines":[{"sku":"x","quantity":1}]}
        {"type":"PlaceOrder","orderId":"b","customerId":"c","storeId":"s","zoneId":"z","lines":[{"sku":"x","quantity":0}]}
        {"type":"PlaceOrder","orderId":"c","customer":"c"}
        {"type":"CancelOrder","orderId":"d"}
        {"type":"PlaceOrder","orderId":"e\\u001b[31m","customerId":"c","storeId":"s","zoneId":"z","lines":[]}
        """);
    write(
        "twice.jsonl",
        """
        {"type":"PlaceOrder","orderId":"a","customerId":"c","storeId":"s","zoneId":"z","lines":[{"sku":"x","quantity":1}]}

        {"type":"PlaceOrder","orderId":"a","customerId":"c","storeId":"s","zoneId":"z","lines":[{"sku":"x","quantity":2}]}
        """);
    Files.write(folder.resolve("latin.json"), new byte[] {'{', '"', (byte) 0xE9, '"'});
    write("wrong.properties", "security.protocol=PIGEON\n");
    write("typo.properties", "bootstrap.server=localhost:9092\n");
    write("escape.properties", "a=\\u00zz\n");
    Files.writeString(folder.resolve("utf16.properties"), "a=b\n", UTF_16);
    Files.createDirectories(folder.resolve("foreign"));
    write("foreign/thesis.txt", "mine");
    Files.createDirectories(folder.resolve("old"));
    write("old/darkstore-dev", "layout 0\n");
  }

  private void write(String name, String content) throws IOException {
    Files.writeString(folder.resolve(name), content, UTF_8);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          place                                     | either a FILE, or - for the standard input
          place x.json --store s --zone z --sku a=1 | either a FILE, or - for the standard input
          place --store s --zone z                  | Missing required argument
          place --store s --zone z --sku butter     | --sku is "butter"; it must be a sku and a whole number
          place --store s --zone z --sku butter=two | --sku is "butter=two"; it must be
          place --store s --zone z --sku b=0        | lines[0].quantity is 0; it must be 1 to 1,000
          place --store s --zone z --sku b=1,b=2    | a sku may be named only once
          place --store s! --zone z --sku b=1       | storeId is "s!"; it must be
          place --store s --zone z --sku b=1 --timeout 0 | --timeout is 0; it must be at least 1
          place --store s --zone z --sku b=1 --timeout x | 'x' is not an int
          place @missing.json                       | missing.json: there is no such file
          place @foreign                            | cannot read
          place @empty.json                         | empty.json is empty
          place @latin.json                         | latin.json is not text in UTF-8
          place @broken.json                        | line 2: this is not JSON
          place @number.json                        | line 2: an object is expected here
          place @bad.jsonl                          | line 2: lines[0].quantity is 0
          place @bad.jsonl                          | line 3: field "customer" is unknown
          place @bad.jsonl                          | line 4: type is CancelOrder
          place @bad.jsonl                          | line 5: orderId is "e\\u001b[31m"
          place @twice.jsonl                        | line 3: order a is in line 1 already
          cancel                                    | Missing required parameter: 'ORDER'
          cancel a/b                                | "a/b" cannot be the id of an order
          trace                                     | Missing required parameter: 'ORDER'
          trace a/b                                 | "a/b" cannot be the id of an order
          watch --event Placed                      | there is no event 'Placed'; there are
          watch --from-begin                        | Unknown option: '--from-begin'
          stock                                     | Missing required subcommand
          stock receive --store s                   | Missing required option: '--sku=SKU=N'
          stock receive --store s --sku a=1000001   | it must be 1 to 1,000,000
          stock write-off --store s --sku a         | --sku is "a"
          stock receive --store s/ --sku a=1        | storeId is "s/"
          agents online --zone z                    | Missing required parameter: 'AGENT'
          agents online a                           | Missing required option: '--zone=ID'
          agents online --zone z a/b                | agentId is "a/b"
          agents completed --zone z a o/1           | orderId is "o/1"
          dead-letters list --reason OLD            | expected one of [UNREADABLE,
          dead-letters show twelve                  | "twelve" is no letter id
          dead-letters resend                       | either a LETTER or --all is needed
          dead-letters resend 0-1 --all             | either a LETTER or --all is needed
          dead-letters resend --all --value x       | --value is for one LETTER
          dead-letters resend 0-1 --value @missing.json | missing.json: there is no such file
          topics verify extra                       | Unmatched argument at index 2: 'extra'
          audit --follow=yes                        | --follow
          conformance                               | Missing required option: '--branch=NAME'
          conformance --branch a/b                  | --branch cannot be the name of a branch
          conformance --branch payment              | branch payment needs --resources
          conformance --branch payment --resources @missing.json | missing.json: there is no such file
          conformance --branch payment --resources @number.json | the file must be an object
          conformance --branch payment --resources @broken.json | line 2: this is not JSON
          conformance --branch store --hold-ms 10   | the hold must be at least 1000 ms, not 10
          completion fish                           | expected one of [bash, zsh]
          dev --port 70000                          | --port is 70000; it must be 0 to 65535
          dev --port high                           | 'high' is not an int
          dev --data-dir @foreign                   | is neither empty nor a directory of 'darkstore dev'
          dev --data-dir @old                       | was written by another version of Darkstore
          dev --data-dir @empty.json                | is a file; a directory is needed for the data
          """)
  void saysWhatIsWrong(String line, String message) {
    List<String> words = new ArrayList<>();
    for (String word : line.split(" +")) {
      words.add(word.startsWith("@") ? folder.resolve(word.substring(1)).toString() : word);
    }
    if (line.startsWith("dead-letters show") || line.startsWith("dead-letters resend 0")) {
      words.addAll(List.of("--bootstrap-server", bare.bootstrapServers()));
    }
    Run run = Run.of(words.toArray(String[]::new));
    assertThat(run.err()).contains(message).doesNotContain("\tat ").doesNotContain("\u001b");
    assertThat(run.out()).isEmpty();
    assertThat(run.status()).isEqualTo(2);
  }

  /** Runs all commands concurrently, since they wait equally long. */
  @Test
  @Timeout(30)
  void saysSoWhenThereIsNoBroker() {
    List<String> lines =
        List.of(
            "place --store s --zone z --sku b=1 --wait",
            "cancel o-1",
            "trace o-1",
            "watch",
            "stock show",
            "stock receive --store s --sku b=1",
            "agents show",
            "agents online --zone z a",
            "dead-letters list",
            "dead-letters show 0-1",
            "dead-letters resend --all",
            "topics create",
            "topics describe",
            "topics verify",
            "audit",
            "audit --follow",
            "conformance --branch store");
    ExecutorService threads = Executors.newFixedThreadPool(lines.size());
    List<CompletableFuture<Run>> runs =
        lines.stream()
            .map(
                line ->
                    CompletableFuture.supplyAsync(
                        () -> Run.of((line + NOBODY).split(" +")), threads))
            .toList();
    threads.shutdown();
    for (int i = 0; i < lines.size(); i++) {
      Run run = runs.get(i).join();
      assertThat(run.err().strip())
          .as(lines.get(i))
          .isEqualTo("darkstore: no broker at 127.0.0.1:1 answers within 5 s");
      assertThat(run.out()).as(lines.get(i)).isEmpty();
      assertThat(run.status()).as(lines.get(i)).isEqualTo(2);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "place --store s --zone z --sku b=1 --wait",
        "cancel o-1",
        "trace o-1",
        "watch",
        "stock show",
        "stock receive --store s --sku b=1",
        "agents show",
        "agents online --zone z a",
        "dead-letters list",
        "dead-letters resend --all",
        "audit",
        "conformance --branch store"
      })
  @Timeout(30)
  void saysSoWhenATopicIsMissing(String line) {
    Run run = Run.of(line, List.of("--bootstrap-server", bare.bootstrapServers()));
    assertThat(run.err()).contains("missing").doesNotContain("\tat ");
    assertThat(run.out()).isEmpty();
    assertThat(run.status()).isEqualTo(2);
  }

  @Test
  void verifiesThatTopicsAreMissing() {
    Run run = Run.of("topics verify", List.of("--bootstrap-server", bare.bootstrapServers()));
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.out())
        .contains("wrong  orders is missing; 'darkstore topics create' creates it");
  }

  @Test
  void saysWhatIsWrongWithAClientsProperties() {
    for (String name :
        List.of(
            "wrong.properties",
            "typo.properties",
            "escape.properties",
            "utf16.properties",
            "missing.properties")) {
      Run run = Run.of("watch", "--command-config", folder.resolve(name).toString());
      assertThat(run.err()).startsWith("darkstore: ").doesNotContain("\tat ");
      assertThat(run.status()).isEqualTo(2);
    }
  }

  @Test
  void insistsOnAPortThatWasNamed() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      for (String option : List.of("--port", "--http-port")) {
        Run run = Run.of("dev", option, Integer.toString(taken.getLocalPort()));
        assertThat(run.err())
            .contains("port " + taken.getLocalPort() + " of 127.0.0.1 is taken")
            .doesNotContain("\tat ");
        assertThat(run.status()).isEqualTo(2);
      }
    }
  }
}
