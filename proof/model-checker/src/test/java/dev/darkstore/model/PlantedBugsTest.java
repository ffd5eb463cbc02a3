package dev.darkstore.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkstore.planted.AheadBug;
import dev.darkstore.planted.Planted;
import dev.darkstore.planted.PlantedBug;
import dev.darkstore.protocol.GeneratedDocument;
import dev.darkstore.protocol.MarkdownTable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** A checker that finds nothing proves nothing until it has found what was hidden from it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PlantedBugsTest {
  private static final String INTRODUCTION =
      """
      # Planted bugs

      The protocol has rules that look like caution until one of them is missing. Here each is left out
      on purpose, one at a time, and the model checker looks for the shortest run that goes wrong. It
      runs the production decisions with one defect
      ([`PlantedBug`](../proof/model-checker/src/test/java/dev/darkstore/planted/PlantedBug.java)); without
      a defect it finds nothing in millions of states
      ([`ModelTest`](../proof/model-checker/src/test/java/dev/darkstore/model/ModelTest.java)).

      This document is made by a test, which fails when the two differ. To write it anew:
      `mvn -pl :model-checker -am test -Dupdate.docs=true`.

      How to read a run: each line is one Kafka transaction. *Its clock* is the clock of the node where
      it happens; every order has a coordinator's clock of its own, and none of the clocks is
      compared with another. The orders are called A and B and want the same. From number 28 on
      messages are *sent ahead* of the Kafka transaction that decides them. They may be read although a
      life of their sender *is rolled back*: the next one decides again, and perhaps otherwise.

      ## What is checked

      """;

  private static final List<Planted> PLANTED =
      Stream.<Planted>concat(Arrays.stream(PlantedBug.values()), Arrays.stream(AheadBug.values()))
          .toList();

  private final Map<Planted, Optional<RunTimeline.Telling>> found = new HashMap<>();

  @BeforeAll
  void lookForAll() {
    for (Planted bug : PLANTED) {
      ModelWorld world = PlantedWorlds.of(bug);
      Exploration exploration = Explorer.explore(world, EnumSet.noneOf(Explorer.Saving.class));
      found.put(bug, exploration.finding().map(finding -> RunTimeline.of(world, finding)));
    }
  }

  @ParameterizedTest
  @FieldSource("PLANTED")
  void isFound(Planted bug) {
    assertThat(found.get(bug)).isPresent();
  }

  @Test
  void everyInvariantIsBrokenBySomeBug() {
    assertThat(found.values())
        .extracting(telling -> telling.orElseThrow().violation().invariant())
        .contains(Invariant.values());
  }

  @Test
  void areDocumented() throws IOException {
    StringBuilder document = new StringBuilder(INTRODUCTION);
    document.append(invariants());
    for (Planted bug : PLANTED) {
      document.append(section(bug, found.get(bug).orElseThrow()));
    }
    GeneratedDocument.check("planted-bugs.md", document.toString());
  }

  private String invariants() {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("invariant", "must hold", "broken by"));
    for (Invariant invariant : Invariant.values()) {
      rows.add(
          List.of(
              nameOf(invariant),
              invariant.sentence(),
              String.join(
                  ", ",
                  PLANTED.stream()
                      .filter(bug -> invariantOf(bug) == invariant)
                      .map(bug -> "[%d](#%s)".formatted(numberOf(bug), anchorOf(bug)))
                      .toList())));
    }
    return MarkdownTable.of(rows);
  }

  private Invariant invariantOf(Planted bug) {
    return found.get(bug).orElseThrow().violation().invariant();
  }

  private static String section(Planted bug, RunTimeline.Telling telling) {
    return """

        ## %s

        %s At the start: %s.

        %s
        **%s** is broken: %s.

        %s
        """
        .formatted(
            headingOf(bug),
            bug.defect(),
            PlantedWorlds.of(bug).describe(),
            telling.table(),
            nameOf(telling.violation().invariant()),
            telling.violation().what(),
            bug.reason());
  }

  private static String headingOf(Planted bug) {
    return numberOf(bug) + ". " + bug.title();
  }

  private static int numberOf(Planted bug) {
    return PLANTED.indexOf(bug) + 1;
  }

  private static String nameOf(Invariant invariant) {
    String words = invariant.name().replace('_', ' ').toLowerCase(Locale.ROOT);
    return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
  }

  /** As GitHub makes it from a heading. */
  private static String anchorOf(Planted bug) {
    return headingOf(bug).toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9 -]", "").replace(' ', '-');
  }
}
