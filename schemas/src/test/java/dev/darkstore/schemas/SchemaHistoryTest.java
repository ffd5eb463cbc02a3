package dev.darkstore.schemas;

import static org.apache.avro.SchemaCompatibility.SchemaCompatibilityType.COMPATIBLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.darkstore.state.AgentState;
import dev.darkstore.state.ClosedState;
import dev.darkstore.state.ReservationState;
import dev.darkstore.state.SkuStockState;
import dev.darkstore.state.TransactionState;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

  static Stream<Schema> current() {
    return Stream.concat(
        Arrays.stream(Topic.values()).map(Topic::schema).flatMap(Optional::stream).distinct(),
        Stream.of(
            TransactionState.getClassSchema(),
            ClosedState.getClassSchema(),
            ReservationState.getClassSchema(),
            SkuStockState.getClassSchema(),
            AgentState.getClassSchema()));
  }

  /** One version may be ahead: read everywhere before anybody writes it. */
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

  @ParameterizedTest
  @MethodSource("current")
  void isReadableBothWays(Schema current) {
    for (Schema version : SchemaHistory.of(current).versions()) {
      assertThat(SchemaCompatibility.checkReaderWriterCompatibility(current, version).getResult())
          .as("reading %s as it is now", version)
          .extracting(SchemaCompatibility.SchemaCompatibilityResult::getCompatibility)
          .isEqualTo(COMPATIBLE);
      assertThat(SchemaCompatibility.checkReaderWriterCompatibility(version, current).getResult())
          .as("reading what is written now as %s", version)
          .extracting(SchemaCompatibility.SchemaCompatibilityResult::getCompatibility)
          .isEqualTo(COMPATIBLE);
    }
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

  /** What a version is about: its words may be changed without making another of it. */
  private static JsonNode content(Schema schema) throws JsonProcessingException {
    JsonNode content = stored(schema);
    content.findParents("doc").forEach(node -> ((ObjectNode) node).remove("doc"));
    return content;
  }

  /** The schema as it is stored: without what only the generator for Java added. */
  private static JsonNode stored(Schema schema) throws JsonProcessingException {
    return plain(JSON.readTree(schema.toString()));
  }

  private static JsonNode plain(JsonNode node) {
    if (node.has("avro.java.string")) {
      return TextNode.valueOf("string");
    }
    if (node.isObject()) {
      ObjectNode copy = JSON.createObjectNode();
      for (Map.Entry<String, JsonNode> entry : node.properties()) {
        copy.set(entry.getKey(), plain(entry.getValue()));
      }
      return copy;
    }
    if (node.isArray()) {
      return JSON.createArrayNode()
          .addAll(node.valueStream().map(SchemaHistoryTest::plain).toList());
    }
    return node;
  }
}
