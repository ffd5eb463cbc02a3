package dev.darkstore.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Checks that {@code asyncapi.yaml} equals the content generated from the code. */
class AsyncApiTest {
  private static final Path DOCUMENT = Path.of("asyncapi.yaml");

  @BeforeAll
  static void write() throws IOException {
    if (Boolean.getBoolean("update.docs")) {
      Files.writeString(DOCUMENT, AsyncApiDocument.yaml());
    }
  }

  @Test
  void isAsTheTopicsAndSchemasAre() {
    assertThat(DOCUMENT)
        .as(
            "%s; regenerate it with: mvn -pl schemas test -Dtest=AsyncApiTest -Dupdate.docs=true",
            DOCUMENT)
        .hasContent(AsyncApiDocument.yaml());
  }

  /** Checks the document by its text, independent of its generator, as a client reads it. */
  @ParameterizedTest
  @MethodSource("dev.darkstore.schemas.Topic#builtIn")
  void hasAMessageForWhateverATopicCarries(Topic topic) throws IOException {
    JsonNode channel = document().path("channels").path(topic.topicName());

    assertThat(channel.path("address").textValue()).isEqualTo(topic.topicName());
    assertThat(channel.path("bindings").path("kafka").path("topicConfiguration").size())
        .isEqualTo(topic.configs().size());
    topic
        .schema()
        .ifPresent(
            schema ->
                assertThat(channel.path("messages").fieldNames())
                    .toIterable()
                    .contains(topic.role() == Topic.Role.VOTES ? "Vote" : schema.getName()));
  }

  @Test
  void refersToNothingThatIsMissing() throws IOException {
    JsonNode document = document();
    List<JsonNode> references = document.findValues("$ref");

    assertThat(references).hasSizeGreaterThan(Installation.DEFAULT.topics().size());
    for (JsonNode reference : references) {
      String target = reference.textValue();
      if (target.startsWith("#")) {
        assertThat(document.at(target.substring(1)).isMissingNode()).as(target).isFalse();
      } else {
        assertThat(Path.of(target)).exists();
      }
    }
  }

  @Test
  void givesExamplesThatServicesAccept() throws Exception {
    JsonNode document = document();
    List<String> read = new ArrayList<>();
    for (Topic topic : Installation.DEFAULT.topics()) {
      for (JsonNode reference : document.at("/channels/" + topic.topicName() + "/messages")) {
        JsonNode message = document.at(reference.path("$ref").textValue().substring(1));
        for (JsonNode example : message.path("examples")) {
          JsonNode payload = example.path("payload");
          byte[] key = payload.path(topic.key()).textValue().getBytes(StandardCharsets.UTF_8);
          byte[] value = payload.toString().getBytes(StandardCharsets.UTF_8);
          ClientRecords.read(topic, key, value);
          read.add(payload.path("type").textValue());
        }
      }
    }

    assertThat(read)
        .containsExactlyInAnyOrderElementsOf(
            Samples.clientFacing().map(sample -> sample.toString()).toList());
  }

  private static JsonNode document() throws IOException {
    return new YAMLMapper().readTree(DOCUMENT.toFile());
  }
}
