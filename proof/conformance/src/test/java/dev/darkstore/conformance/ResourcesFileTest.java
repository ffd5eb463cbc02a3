package dev.darkstore.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkstore.conformance.resource.Resources;
import dev.darkstore.conformance.resource.ResourcesFile;
import dev.darkstore.conformance.resource.Scarce;
import dev.darkstore.events.OrderLine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The file of resources")
class ResourcesFileTest {
  private static final Path DOCUMENT = Path.of("..", "..", "docs", "conformance.md");

  @Test
  @DisplayName("of the documentation is valid")
  void ofTheDocumentationIsValid() throws IOException {
    String page = Files.readString(DOCUMENT);
    int begin = page.indexOf("```json\n") + "```json\n".length();

    Resources resources = ResourcesFile.of(page.substring(begin, page.indexOf("```", begin)));

    assertThat(resources.ample().branchKey()).isEqualTo("c-rich");
    assertThat(resources.ample().storeId()).isEqualTo("conformance");
    assertThat(resources.scarce()).extracting(Scarce::capacity).containsExactly(1);
    assertThat(resources.impossible()).isPresent();
    assertThat(resources.supply().records()).isEmpty();
  }

  @Test
  @DisplayName("may contain an excess")
  void mayContainAnExcess() {
    Resources resources =
        ResourcesFile.of(
            """
            {"ample": {"branchKey": "a"},
             "scarce": {"branchKey": "b", "capacity": 2, "excess": [{"sku": "x", "quantity": 3}]}}
            """);

    Scarce scarce = resources.scarce().get(0);
    assertThat(scarce.capacity()).isEqualTo(2);
    assertThat(scarce.excess().orElseThrow().branchKey()).isEqualTo("b");
    assertThat(scarce.excess().orElseThrow().lines()).containsExactly(new OrderLine("x", 3));
  }

  @Test
  @DisplayName("may contain attributes of the order")
  void mayContainAttributes() {
    Resources resources =
        ResourcesFile.of(
            """
            {"ample": {"branchKey": "a", "attributes": {"amount": "2450"}},
             "impossible": {"branchKey": "b"}}
            """);

    assertThat(resources.ample().attributes()).containsExactly(Map.entry("amount", "2450"));
    assertThat(resources.impossible().orElseThrow().attributes()).isEmpty();
  }

  @ParameterizedTest
  @DisplayName("is rejected with a reason")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {                                                         | line 1: this is not JSON
          []                                                        | the file must be an object
          {}                                                        | ample is missing
          {"ample": 1}                                              | ample must be an object
          {"ample": {}}                                             | ample.branchKey is missing
          {"ample": {"branchKey": "a b"}}                           | ample.branchKey is "a b"
          {"ample": {"branchKey": "a"}, "scarse": []}               | field "scarse" is unknown
          {"ample": {"branchKey": "a", "capacity": 1}}              | ample: field "capacity" is unknown
          {"ample": {"branchKey": "a", "attributes": []}}           | ample.attributes must be an object
          {"ample": {"branchKey": "a", "attributes": {"n": 1}}}     | ample.attributes["n"] must be a string
          {"ample": {"branchKey": "a", "lines": []}}                | ample.lines must be a list of 1 to 100 lines
          {"ample": {"branchKey": "a", "lines": [{"sku": "s"}]}}    | ample.lines[0].quantity must be 1 to 1000
          {"ample": {"branchKey": "a"}, "scarce": [{"branchKey": "b"}]} | scarce[0].capacity must be a whole number
          """)
  void isRejectedWithAReason(String json, String reason) {
    assertThatThrownBy(() -> ResourcesFile.of(json))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(reason);
  }
}
