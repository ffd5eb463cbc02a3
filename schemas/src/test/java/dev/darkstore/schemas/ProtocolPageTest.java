package dev.darkstore.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Checks the bytes and numbers in PROTOCOL.md against the code. */
class ProtocolPageTest {
  private static final Pattern HEX_BLOCK = Pattern.compile("(?ms)^```hex (\\w+)\\n(.*?)^```");
  private static final Pattern HEX_LINE =
      Pattern.compile("^((?:[0-9a-f]{2} )*[0-9a-f]{2}) {2,}\\S");
  private static final Pattern SCHEMA =
      Pattern.compile("schema ([0-9a-f]{16}),[ \\w]* (\\w+ v\\d+)");
  private static final Pattern JSON_BLOCK = Pattern.compile("(?ms)^```json\\n(.*?)^```");
  private static final Pattern PARTITION_ROW =
      Pattern.compile("(?m)^\\| `([^`]+)` \\| (\\d+) \\| (\\d+) \\|$");
  private static final int PARTITIONS = 12;

  private static String page;

  @BeforeAll
  static void read() throws IOException {
    page = Files.readString(Path.of("PROTOCOL.md"));
  }

  @Test
  void showsRecordsInTheBytesThatServicesWrite() {
    Map<String, String> shown = new TreeMap<>();
    HEX_BLOCK.matcher(page).results().forEach(m -> shown.put(m.group(1), bytes(m.group(2))));

    assertThat(shown).containsOnlyKeys("PlaceOrder", "OrderPlaced", "Reserve", "Reserved");
    Samples.all()
        .filter(sample -> shown.containsKey(sample.toString()))
        .forEach(
            sample ->
                assertThat(shown.get(sample.toString()))
                    .as(sample.toString())
                    .isEqualTo(HexFormat.of().formatHex(sample.encoded())));
  }

  @Test
  void namesSchemasByTheirFingerprints() throws IOException {
    List<String> named =
        SCHEMA.matcher(page).results().map(m -> m.group(1) + " " + m.group(2)).toList();

    assertThat(named).hasSize(4);
    assertThat(Files.readAllLines(Path.of("src/main/resources/schema-history/fingerprints.txt")))
        .containsAll(named);
  }

  @Test
  void showsJsonThatServicesAccept() throws Exception {
    List<String> examples =
        JSON_BLOCK.matcher(page).results().flatMap(m -> m.group(1).lines()).toList();

    assertThat(examples).hasSameSizeAs(Samples.clientFacing().toList());
    for (String example : examples) {
      assertThat(codecsThatRead(example)).as(example).hasSize(1);
    }
  }

  @Test
  void saysWhereKeysLie() {
    List<MatchResult> rows = PARTITION_ROW.matcher(page).results().toList();

    assertThat(rows).hasSizeGreaterThan(2);
    for (MatchResult row : rows) {
      byte[] key = row.group(1).getBytes(StandardCharsets.UTF_8);
      CRC32 crc = new CRC32();
      crc.update(key);
      assertThat(row.group(2) + " " + row.group(3))
          .as(row.group())
          .isEqualTo(Partitions.of(key, PARTITIONS) + " " + crc.getValue() % PARTITIONS);
    }
  }

  @Test
  void statesTheLimits() {
    Map<String, Integer> limits =
        Map.of(
            "a value, in bytes | ",
            Limits.RECORD_BYTES,
            "characters | 1 to ",
            Limits.ID_CHARACTERS,
            "no sku twice | 1 to ",
            Limits.LINES,
            "an order's line | 1 to ",
            Limits.ORDER_QUANTITY,
            "a supply's line | 1 to ",
            Limits.SUPPLY_QUANTITY,
            "attributes of an order | 0 to ",
            Limits.ATTRIBUTES,
            "name of an attribute, in bytes of UTF-8 | 1 to ",
            Limits.ATTRIBUTE_NAME_BYTES,
            "value of an attribute, in bytes of UTF-8 | 0 to ",
            Limits.ATTRIBUTE_VALUE_BYTES);

    limits.forEach(
        (what, limit) -> assertThat(page).contains(what + String.format("%,d", limit) + " |"));
  }

  @Test
  void namesEveryReasonOfADeadLetterAndNoOther() {
    List<String> rows =
        Pattern.compile("(?m)^\\| `([A-Z_]+)` \\|")
            .matcher(page)
            .results()
            .map(m -> m.group(1))
            .toList();

    assertThat(rows)
        .containsExactlyElementsOf(
            Arrays.stream(DeadLetterReason.values()).map(Enum::name).toList());
  }

  @Test
  void namesTheHeaders() {
    assertThat(page)
        .contains(
            Stream.of(
                    EventHeaders.CE_SPECVERSION,
                    EventHeaders.CE_ID,
                    EventHeaders.CE_TYPE,
                    EventHeaders.CE_SOURCE,
                    EventHeaders.CE_TIME,
                    EventHeaders.CONTENT_TYPE,
                    EventHeaders.TRACEPARENT,
                    EventHeaders.FORWARDED_TIMESTAMP,
                    DeadLetterHeaders.REASON,
                    DeadLetterHeaders.DETAIL,
                    DeadLetterHeaders.SOURCE_TOPIC,
                    DeadLetterHeaders.SOURCE_PARTITION,
                    DeadLetterHeaders.SOURCE_OFFSET,
                    DeadLetterHeaders.SOURCE_TIMESTAMP)
                .map(header -> "`" + header + "`")
                .toList());
  }

  private static List<SpecificRecord> codecsThatRead(String json) {
    return Stream.of(EventCodec.ORDERS, EventCodec.STOCK_UPDATES, EventCodec.AGENT_UPDATES)
        .<SpecificRecord>mapMulti(
            (codec, read) -> {
              try {
                read.accept(codec.read(json.getBytes(StandardCharsets.UTF_8)));
              } catch (UnreadableRecordException e) {
                // Another topic's key.
              }
            })
        .toList();
  }

  /** Returns the bytes of a block whose lines have bytes on the left and text on the right. */
  private static String bytes(String block) {
    StringBuilder bytes = new StringBuilder();
    for (String line : block.lines().toList()) {
      List<MatchResult> matches = HEX_LINE.matcher(line).results().toList();
      assertThat(matches).as(line).hasSize(1);
      bytes.append(matches.get(0).group(1).replace(" ", ""));
    }
    return bytes.toString();
  }
}
