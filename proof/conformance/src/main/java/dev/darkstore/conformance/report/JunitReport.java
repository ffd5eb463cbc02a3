package dev.darkstore.conformance.report;

import java.io.StringWriter;
import java.util.Locale;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** Renders a report as JUnit XML, which build servers read. */
final class JunitReport {
  private JunitReport() {}

  static String of(ConformanceReport report) {
    StringWriter text = new StringWriter();
    try {
      XMLStreamWriter xml = XMLOutputFactory.newFactory().createXMLStreamWriter(text);
      xml.writeStartDocument("UTF-8", "1.0");
      xml.writeCharacters("\n");
      xml.writeStartElement("testsuite");
      xml.writeAttribute("name", "conformance of " + report.branch());
      xml.writeAttribute("tests", Integer.toString(report.scenarios().size()));
      xml.writeAttribute(
          "failures",
          Long.toString(
              report.scenarios().stream().filter(each -> !each.findings().isEmpty()).count()));
      xml.writeAttribute(
          "skipped",
          Long.toString(
              report.scenarios().stream().filter(each -> each.skipped().isPresent()).count()));
      xml.writeAttribute("errors", "0");
      xml.writeAttribute("time", seconds(report.millis()));
      for (ScenarioResult scenario : report.scenarios()) {
        xml.writeCharacters("\n  ");
        testcase(xml, report, scenario);
      }
      xml.writeCharacters("\n");
      xml.writeEndElement();
      xml.writeCharacters("\n");
      xml.writeEndDocument();
      xml.close();
    } catch (XMLStreamException e) {
      throw new IllegalStateException("writing to memory cannot fail", e);
    }
    return text.toString();
  }

  private static void testcase(
      XMLStreamWriter xml, ConformanceReport report, ScenarioResult scenario)
      throws XMLStreamException {
    xml.writeStartElement("testcase");
    xml.writeAttribute("classname", "conformance." + report.branch());
    xml.writeAttribute("name", scenario.name());
    xml.writeAttribute("time", seconds(scenario.millis()));
    if (scenario.skipped().isPresent()) {
      xml.writeEmptyElement("skipped");
      xml.writeAttribute("message", scenario.skipped().get());
    }
    if (!scenario.findings().isEmpty()) {
      // One element only: readers of this format expect at most one failure of a test case.
      Finding first = scenario.findings().get(0);
      StringBuilder all = new StringBuilder();
      scenario.findings().forEach(finding -> TextReport.finding(all, scenario, finding));
      xml.writeStartElement("failure");
      xml.writeAttribute("type", first.rule().name());
      xml.writeAttribute("message", first.sentence());
      xml.writeCharacters(all.toString());
      xml.writeEndElement();
    }
    xml.writeEndElement();
  }

  private static String seconds(long millis) {
    return String.format(Locale.ROOT, "%.3f", millis / 1_000.0);
  }
}
