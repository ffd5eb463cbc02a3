package dev.darkstore.examples.payment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkstore.conformance.Conformance;
import dev.darkstore.conformance.participant.ParticipantWire;
import dev.darkstore.conformance.report.ConformanceReport;
import dev.darkstore.conformance.resource.ResourcesFile;
import dev.darkstore.conformance.scenario.ConformanceOptions;
import dev.darkstore.conformance.wire.Wire;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The payment participant")
class PaymentsTest {
  private static final Path RESOURCES = Path.of("..", "payment-resources.json");

  @Test
  @DisplayName("conforms to the protocol")
  void conformsToTheProtocol() {
    try (Wire wire = ParticipantWire.start(Payments.within(3_000))) {
      ConformanceReport report =
          Conformance.run(wire, ResourcesFile.read(RESOURCES), ConformanceOptions.DEFAULTS);

      assertThat(report.findings()).as(report.toText()).isEmpty();
    }
  }
}
