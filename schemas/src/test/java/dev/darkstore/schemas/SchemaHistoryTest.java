package dev.darkstore.schemas;

import static org.apache.avro.SchemaCompatibility.SchemaCompatibilityType.COMPATIBLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.darkstore.state.AgentPlaceState;
import dev.darkstore.state.AgentState;
import dev.darkstore.state.ClosedState;
import dev.darkstore.state.ReservationState;
import dev.darkstore.state.SeenUpdateState;
import dev.darkstore.state.SkuStockState;
import dev.darkstore.state.TaskState;
import dev.darkstore.state.TransactionState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaNormalization;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SchemaHistoryTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final Path HISTORY = Path.of("src/main/resources/schema-history");
  private static final Path FINGERPRINTS = HISTORY.resolve("fingerprints.txt");

  static Stream<Schema> current() {
    return Stream.concat(
        Installation.DEFAULT.topics().stream()
            .map(Topic::schema)
            .flatMap(Optional::stream)
            .distinct(),
        Stream.of(
            TransactionState.getClassSchema(),
            ClosedState.getClassSchema(),
            ReservationState.getClassSchema(),
            SkuStockState.getClassSchema(),
            AgentState.getClassSchema(),
            AgentPlaceState.getClassSchema(),
            TaskState.getClassSchema(),
            SeenUpdateState.getClassSchema()));
  }

  /**
   * Checks the last version; it may be ahead of the current schema: readable before it is written.
   */
  @ParameterizedTest
  @MethodSource("current")
  void endsWithTheCurrentSchemaOrTheNext(Schema current) throws Exception {
    List<Schema> versions = SchemaHistory.of(current).versions();
    int last = versions.size() - 1;
    boolean isLast = content(versions.get(last)).equals(content(current));
    boolean isLastButOne = last > 0 && content(versions.get(last - 1)).equals(content(current));

    assertThat(isLast || isLastButOne)
        .as(
            "the schema of %s has changed; if records of version %d are in use, keep it and add"
                + " src/main/resources%s:%n%s%n",
            current.getName(),
            versions.size(),
            SchemaHistory.resource(current, versions.size() + 1),
            stored(current).toPrettyString())
        .isTrue();
  }

  /**
   * Every version reads every other: earlier records, and, since a client may be updated late,
   * records of the next version. The current one is among them.
   */
  @ParameterizedTest
  @MethodSource("current")
  void isReadableBothWays(Schema current) {
    List<Schema> versions = new ArrayList<>(SchemaHistory.of(current).versions());
    versions.add(current);
    for (Schema reader : versions) {
      for (Schema writer : versions) {
        assertThat(SchemaCompatibility.checkReaderWriterCompatibility(reader, writer).getResult())
            .as("reading what was written as %s%nas %s", writer, reader)
            .extracting(SchemaCompatibility.SchemaCompatibilityResult::getCompatibility)
            .isEqualTo(COMPATIBLE);
      }
    }
  }

  /** Checks that no version in use has changed. */
  @Test
  void keepsEveryVersionAsItWas() throws IOException {
    List<String> kept =
        current()
            .flatMap(
                schema -> {
                  List<Schema> versions = SchemaHistory.of(schema).versions();
                  return IntStream.range(0, versions.size())
                      .mapToObj(i -> fingerprint(versions.get(i)) + " " + name(schema, i + 1));
                })
            .sorted(Comparator.comparing(line -> line.substring(17)))
            .toList();

    assertThat(kept)
        .as(
            "fingerprints of all versions, as listed in %s. A different line is a version that"
                + " was changed: revert it and add a version instead. A missing line"
                + " is a new version: add it",
            FINGERPRINTS)
        .containsExactlyElementsOf(Files.readAllLines(FINGERPRINTS));
  }

  @ParameterizedTest
  @MethodSource("current")
  void leavesNoVersionOut(Schema current) {
    String[] files = HISTORY.resolve(current.getName()).toFile().list();

    assertThat(files).hasSameSizeAs(SchemaHistory.of(current).versions());
  }

  @Test
  void tellsAllVersionsOfAllRecordsApart() {
    assertThat(current().flatMap(schema -> SchemaHistory.of(schema).versions().stream()))
        .extracting(SchemaNormalization::parsingFingerprint64)
        .doesNotHaveDuplicates();
  }

  @Test
  void isMissingForARecordThatIsNotOfTheContract() {
    Schema unknown = SchemaBuilder.record("Unknown").fields().endRecord();

    assertThatIllegalStateException()
        .isThrownBy(() -> SchemaHistory.of(unknown))
        .withMessage("there is no /schema-history/Unknown/v1.avsc");
  }

  private static String fingerprint(Schema schema) {
    return String.format("%016x", SchemaNormalization.parsingFingerprint64(schema));
  }

  private static String name(Schema schema, int version) {
    return schema.getName() + " v" + version;
  }

  /**
   * Returns the content of a version, without its documentation, which may change within a version.
   */
  private static JsonNode content(Schema schema) throws JsonProcessingException {
    JsonNode content = stored(schema);
    content.findParents("doc").forEach(node -> ((ObjectNode) node).remove("doc"));
    return content;
  }

  /** Returns the schema as stored, without the additions of the Java generator. */
  private static JsonNode stored(Schema schema) throws JsonProcessingException {
    return plain(JSON.readTree(schema.toString()));
  }

  private static JsonNode plain(JsonNode node) {
    if (node.path("type").asText().equals("string") && node.has("avro.java.string")) {
      return TextNode.valueOf("string");
    }
    if (node.isObject()) {
      ObjectNode copy = JSON.createObjectNode();
      for (Map.Entry<String, JsonNode> entry : node.properties()) {
        copy.set(entry.getKey(), plain(entry.getValue()));
      }
      copy.remove("avro.java.string"); // Of the keys of a map.
      return copy;
    }
    if (node.isArray()) {
      return JSON.createArrayNode()
          .addAll(node.valueStream().map(SchemaHistoryTest::plain).toList());
    }
    return node;
  }
}
