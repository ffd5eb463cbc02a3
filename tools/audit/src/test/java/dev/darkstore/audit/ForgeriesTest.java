package dev.darkstore.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkstore.audit.finding.Invariant;
import dev.darkstore.audit.record.AuditRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One forgery at a time is planted in an honest log, and the audit must see it. */
class ForgeriesTest {
  private static final Path DOCUMENT = Path.of("..", "..", "docs", "audit-forgeries.md");
  private static final long SEED = 11;
  private static final int ORDERS = 60;
  private static final int SHUFFLES = 5;

  private static List<Forgery> forgeries() {
    return Forgery.all();
  }

  @ParameterizedTest
  @MethodSource("forgeries")
  void isSeen(Forgery forgery) {
    assertThat(seenBy(forgery).isEmpty())
        .as("%s: seen by %s", forgery, seenBy(forgery))
        .isEqualTo(forgery.unseen() != null);
  }

  @Test
  void nothingIsSeenWithoutAForgery() {
    Log honest = honest();
    for (List<AuditRecord> records : interleavings(honest)) {
      assertThat(Verdicts.audit(records, AuditOptions.DEFAULTS).violations()).isEmpty();
    }
  }

  @Test
  void areDocumented() throws IOException {
    String document = document();
    if (Boolean.getBoolean("update.docs")) {
      Files.writeString(DOCUMENT, document);
    }
    assertThat(DOCUMENT)
        .as("to write it anew: mvn -pl :audit -am test -Dtest=ForgeriesTest -Dupdate.docs=true")
        .hasContent(document);
  }

  /** Returns the invariants that are broken whatever the interleaving. */
  private static Set<Invariant> seenBy(Forgery forgery) {
    Log log = honest();
    forgery.how().accept(new Forger(log));
    Set<Invariant> seen = EnumSet.allOf(Invariant.class);
    for (List<AuditRecord> records : interleavings(log)) {
      seen.retainAll(Verdicts.audit(records, AuditOptions.DEFAULTS).violationCounts().keySet());
    }
    return seen;
  }

  private static Log honest() {
    return CausedLog.of(new RandomWorld(new HonestLog(), SEED, 4, 8).run(ORDERS).world.log);
  }

  private static List<List<AuditRecord>> interleavings(Log log) {
    List<List<AuditRecord>> all =
        new java.util.ArrayList<>(
            List.of(log.asWritten(), log.topicByTopic(false), log.topicByTopic(true)));
    for (int seed = 0; seed < SHUFFLES; seed++) {
      all.add(log.interleaved(seed));
      all.add(log.partitionByPartition(seed));
    }
    return all;
  }

  private static String document() {
    List<Forgery> all = Forgery.all();
    long unseen = all.stream().filter(forgery -> forgery.unseen() != null).count();
    String rows =
        all.stream()
            .map(forgery -> "| %s | %s |".formatted(forgery.planted(), verdict(forgery)))
            .collect(Collectors.joining("\n"));
    return """
        # Forgeries that the audit sees

        Every record of a service names its cause, so the audit can tell a record that follows from
        nothing. Here one forgery at a time is planted in an honest log of %d orders, and the log is
        read in %d interleavings. An invariant is named if it is broken in all of them. Of %d
        forgeries, %d are seen.

        This document is made by a test, which fails when the two differ. To write it anew:
        `mvn -pl :audit -am test -Dtest=ForgeriesTest -Dupdate.docs=true`.

        | planted | seen by |
        |---|---|
        %s
        """
        .formatted(ORDERS, 3 + 2 * SHUFFLES, all.size(), all.size() - unseen, rows);
  }

  private static String verdict(Forgery forgery) {
    if (forgery.unseen() != null) {
      return "not seen: " + forgery.unseen();
    }
    return seenBy(forgery).stream()
        .map(invariant -> invariant.name().toUpperCase(Locale.ROOT))
        .collect(Collectors.joining(", "));
  }
}
