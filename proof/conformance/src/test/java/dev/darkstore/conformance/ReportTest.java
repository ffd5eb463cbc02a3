package dev.darkstore.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkstore.conformance.report.ConformanceReport;
import dev.darkstore.conformance.report.Exchange;
import dev.darkstore.conformance.report.Finding;
import dev.darkstore.conformance.report.Rule;
import dev.darkstore.conformance.report.ScenarioResult;
import java.io.StringReader;
import java.util.List;
import java.util.Optional;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

@DisplayName("The report of the conformance kit")
class ReportTest {
  private static final ConformanceReport REPORT =
      new ConformanceReport(
          "store",
          7,
          12_345,
          20,
          18,
          List.of(
              new ScenarioResult("Reserve again", Optional.empty(), 10, List.of()),
              new ScenarioResult("wrong partition", Optional.of("one partition"), 0, List.of()),
              new ScenarioResult(
                  "Release before Reserve",
                  Optional.empty(),
                  40,
                  List.of(
                      new Finding(
                          Rule.FENCE,
                          "o-1",
                          "Reserve was answered with <Reserved> & more",
                          List.of(
                              new Exchange(0, "store-releases-1@12", "sent Release attempt 1"),
                              new Exchange(5, "store-events-0@3", "Released returns nothing")))))));

  @Test
  @DisplayName("names the rule, its place and the records")
  void namesTheRuleItsPlaceAndTheRecords() {
    assertThat(REPORT.toText())
        .isEqualTo(
            """
            Reserve again                                        passed
            wrong partition                                      skipped: one partition
            Release before Reserve                               FAILED, 1 finding

            FENCE  Release before Reserve: Reserve was answered with <Reserved> & more
              rule: a Reserve after Release is refused
              place: schemas/PROTOCOL.md, "The fence."
              order o-1
                   +0 ms  store-releases-1@12         sent Release attempt 1
                   +5 ms  store-events-0@3            Released returns nothing

            store does NOT conform: 3 scenarios, 1 failed, 1 skipped; 20 records sent, 18 received, 12.3 s, seed 7
            """);
  }

  @Test
  @DisplayName("is JSON for programs")
  void isJsonForPrograms() {
    assertThat(REPORT.toJson())
        .startsWith("{\"branch\":\"store\",\"conforming\":false,\"seed\":7,\"millis\":12345,")
        .contains(
            "{\"name\":\"wrong partition\",\"passed\":false,\"skipped\":\"one partition\",",
            "\"findings\":[{\"rule\":\"FENCE\",\"place\":\"The fence.\",\"orderId\":\"o-1\",",
            "{\"sinceBeginMillis\":5,\"position\":\"store-events-0@3\",");
  }

  @Test
  @DisplayName("is JUnit XML for build servers")
  void isJunitXmlForBuildServers() throws Exception {
    Element suite =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new InputSource(new StringReader(REPORT.toJunit())))
            .getDocumentElement();

    assertThat(suite.getAttribute("tests")).isEqualTo("3");
    assertThat(suite.getAttribute("failures")).isEqualTo("1");
    assertThat(suite.getAttribute("skipped")).isEqualTo("1");
    assertThat(suite.getElementsByTagName("testcase").getLength()).isEqualTo(3);
    Element failure = (Element) suite.getElementsByTagName("failure").item(0);
    assertThat(failure.getAttribute("type")).isEqualTo("FENCE");
    assertThat(failure.getAttribute("message")).contains("<Reserved> & more");
    assertThat(failure.getTextContent()).contains("store-events-0@3");
  }
}
