package dev.darkstore.protocol.coordinator;

import static dev.darkstore.protocol.coordinator.Samples.CANCEL;
import static dev.darkstore.protocol.coordinator.Samples.DEADLINE;
import static dev.darkstore.protocol.coordinator.Samples.DELIVERY;
import static dev.darkstore.protocol.coordinator.Samples.PLACE;
import static dev.darkstore.protocol.coordinator.Samples.PLACE_INVALID;
import static dev.darkstore.protocol.coordinator.Samples.PLACE_OTHER;
import static dev.darkstore.protocol.coordinator.Samples.STORE;
import static dev.darkstore.protocol.coordinator.Samples.assigned;
import static dev.darkstore.protocol.coordinator.Samples.expired;
import static dev.darkstore.protocol.coordinator.Samples.failed;
import static dev.darkstore.protocol.coordinator.Samples.failedForNow;
import static dev.darkstore.protocol.coordinator.Samples.placed;
import static dev.darkstore.protocol.coordinator.Samples.refused;
import static dev.darkstore.protocol.coordinator.Samples.released;
import static dev.darkstore.protocol.coordinator.Samples.reserved;

import dev.darkstore.protocol.GeneratedDocument;
import dev.darkstore.protocol.MarkdownTable;
import dev.darkstore.protocol.Words;
import dev.darkstore.protocol.coordinator.OrderState.Transaction;
import dev.darkstore.protocol.coordinator.OrderState.Unknown;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Walks every situation of an order and every message about it. */
class TransitionsTest {
  private static final String INTRODUCTION =
      """
      # What the coordinator does

      Every situation an order can be in, and everything that can come then, as the code decides it
      ([`Coordinator`](../protocol/src/main/java/dev/darkstore/protocol/coordinator/Coordinator.java)).
      All that one line does is one Kafka transaction. Replies are shown as they come from delivery;
      the store's are treated the same.

      This document is made by a test, which fails when the two differ. To write it anew:
      `mvn -pl protocol test -Dupdate.docs=true`.
      """;

  /** Where an order can stand. */
  private enum Situation {
    NEW("Nothing is known of the order", Given::nothing),
    RESERVING("RESERVING, no branch has answered", Given::placed),
    RESERVING_THE_LAST(
        "RESERVING, all but delivery have reserved", () -> Given.placed(reserved(STORE))),
    RESERVING_LATE(
        "RESERVING, all but delivery have reserved, and the lease no longer covers the commit",
        () -> Given.placed(reserved(STORE)).at(105_001)),
    COMMITTING(
        "COMMITTING, no branch has answered",
        () -> Given.placed(reserved(STORE), reserved(DELIVERY))),
    COMMITTING_THE_LAST(
        "COMMITTING, all but delivery are assigned",
        () -> Given.placed(reserved(STORE), reserved(DELIVERY), assigned(STORE))),
    COMMITTING_FOR_THE_LAST_TIME(
        "COMMITTING, no attempt is left",
        () ->
            Given.placed(reserved(STORE), reserved(DELIVERY), assigned(STORE))
                .deadlinePasses()
                .deadlinePasses()),
    RELEASING("RELEASING, no branch has acknowledged", () -> Given.placed(CANCEL)),
    RELEASING_THE_LAST(
        "RELEASING, all but delivery have acknowledged",
        () -> Given.placed(CANCEL, released(STORE))),
    PLACED(
        "PLACED",
        () ->
            Given.placed(reserved(STORE), reserved(DELIVERY), assigned(STORE), assigned(DELIVERY))),
    REJECTED("REJECTED", () -> Given.placed(CANCEL, released(STORE), released(DELIVERY)));

    private final String title;
    private final Supplier<Given> given;

    Situation(String title, Supplier<Given> given) {
      this.title = title;
      this.given = given;
    }
  }

  private static Map<String, CoordinatorMessage> messages(Situation situation) {
    Map<String, CoordinatorMessage> messages = new LinkedHashMap<>();
    if (situation == Situation.NEW) {
      messages.put("PlaceOrder", PLACE);
      messages.put("PlaceOrder, older than the maximum age", placed(120_001));
      messages.put("PlaceOrder, older than the retention", placed(86_400_000));
    } else {
      messages.put("PlaceOrder, same content", PLACE);
      messages.put("PlaceOrder, other content", PLACE_OTHER);
    }
    messages.put("PlaceOrder, invalid", PLACE_INVALID);
    messages.put("CancelOrder", CANCEL);
    messages.put("Reserved", reserved(DELIVERY));
    messages.put("ReservationRefused", refused(DELIVERY));
    messages.put("ReservationExpired", expired(DELIVERY));
    messages.put("Assigned", assigned(DELIVERY));
    messages.put("AssignmentFailed, final", failed(DELIVERY));
    messages.put("AssignmentFailed, retryable", failedForNow(DELIVERY));
    messages.put("Released", released(DELIVERY));
    return messages;
  }

  @Test
  void areDocumented() throws IOException {
    StringBuilder document = new StringBuilder(INTRODUCTION);
    for (Situation situation : Situation.values()) {
      document.append("\n## ").append(situation.title).append("\n\n").append(section(situation));
    }
    GeneratedDocument.check("transitions-coordinator.md", document.toString());
  }

  private static String section(Situation situation) {
    List<List<String>> rows = new ArrayList<>();
    List<String> ignored = new ArrayList<>();
    rows.add(List.of("on", "does", "afterwards"));
    messages(situation).forEach((name, message) -> add(rows, ignored, situation, name, message));
    if (situation.given.get().state() instanceof Transaction transaction) {
      Given due = situation.given.get();
      due.at(Math.max(transaction.deadlineMillis(), due.nowMillis()));
      add(rows, ignored, due, "the deadline");
    }
    Given early = situation.given.get();
    if (!(early.state() instanceof Transaction transaction)
        || early.nowMillis() < transaction.deadlineMillis()) {
      add(rows, ignored, early, "a stale timer");
    }
    return MarkdownTable.of(rows)
        + (ignored.isEmpty() ? "" : "\nIgnored: " + String.join("; ", ignored) + ".\n");
  }

  private static void add(
      List<List<String>> rows,
      List<String> ignored,
      Situation situation,
      String name,
      CoordinatorMessage message) {
    Given given = situation.given.get();
    OrderState before = given.state();
    add(rows, ignored, name, before, given.when(message));
  }

  private static void add(List<List<String>> rows, List<String> ignored, Given given, String name) {
    OrderState before = given.state();
    add(rows, ignored, name, before, given.when(DEADLINE));
  }

  private static void add(
      List<List<String>> rows, List<String> ignored, String name, OrderState before, Given after) {
    String does = Words.ofEffects(after.effects());
    if (does.equals("ignored")) {
      ignored.add(name);
      return;
    }
    String state = after.state() instanceof Unknown ? "as before" : Words.of(after.state());
    rows.add(
        List.of(
            name,
            does.isEmpty() ? "notes it" : does,
            after.state() == before ? "as before" : state));
  }
}
