package dev.darkstore.conformance;

import dev.darkstore.conformance.report.Rule;
import dev.darkstore.conformance.wire.Wire;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Participant with one defect.
 *
 * @param defect description of the defect, in a sentence
 * @param rule rule that the kit must report
 * @param start factory of a connection to it
 */
record PlantedParticipant(String defect, Rule rule, Supplier<Wire> start) {
  static List<PlantedParticipant> all() {
    return Stream.of(
            PlantedInDecisions.known(), PlantedInDecisions.further(), PlantedInReplies.all())
        .flatMap(List::stream)
        .toList();
  }

  @Override
  public String toString() {
    return defect;
  }
}
