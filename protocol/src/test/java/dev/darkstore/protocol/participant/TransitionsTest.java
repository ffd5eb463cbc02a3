package dev.darkstore.protocol.participant;

import dev.darkstore.protocol.BranchCommand;
import dev.darkstore.protocol.BranchEvent;
import dev.darkstore.protocol.GeneratedDocument;
import dev.darkstore.protocol.HeldUnit;
import dev.darkstore.protocol.MarkdownTable;
import dev.darkstore.protocol.Order;
import dev.darkstore.protocol.OrderLine;
import dev.darkstore.protocol.Reason;
import dev.darkstore.protocol.participant.SupplyDecision.ReservationChange;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Walks every status of a branch and everything that can come. */
class TransitionsTest {
  private static final long TIMER = 120_000;
  private static final String INTRODUCTION =
      """
      # What a participant does

      Every status of a branch, and everything that can come then, as the code decides it, for stock,
      agents and whatever a participant of one's own owns
      ([`Participant`](../protocol/src/main/java/dev/darkstore/protocol/participant/Participant.java)).
      All that one line does is one Kafka transaction. A timer is *due* from its very millisecond on,
      whether or not the punctuator has come round.

      This document is made by a test, which fails when the two differ. To write it anew:
      `mvn -pl protocol test -Dupdate.docs=true`.
      """;

  private static final Order ORDER =
      new Order("order-1", "customer-1", "store-1", "zone-1", List.of(new OrderLine("box", 1)));
  private static final BranchCommand RESERVE = new BranchCommand.Reserve(ORDER, TIMER);
  private static final BranchCommand COMMIT = new BranchCommand.Commit(1);
  private static final BranchCommand RELEASE = new BranchCommand.Release(1);
  private static final BranchCommand SETTLE = new BranchCommand.Settle();

  private final Participant<String> participant = new Participant<>(new Locker(true));
  private final Participant<String> inUse = new Participant<>(new Locker(false));

  private final Reservation unknown = Reservation.unknown("store-1", "order-1", 5);
  private final Reservation reserved = participant.decide(unknown, RESERVE, 0).next();

  @Test
  void areDocumented() throws IOException {
    StringBuilder document = new StringBuilder(INTRODUCTION);
    document
        .append(section("UNKNOWN, the resource is free", unknown, participant, 0))
        .append(section("UNKNOWN, the resource is not free", unknown, inUse, 0))
        .append(section("RESERVED", reserved, participant, 0))
        .append(section("RESERVED, and the timer is due", reserved, participant, TIMER));
    for (Reservation state :
        List.of(
            participant.decide(reserved, COMMIT, 0).next(),
            participant.decide(participant.decide(reserved, COMMIT, 0).next(), SETTLE, 0).next(),
            participant.decide(reserved, RELEASE, 0).next(),
            participant.expire(reserved, TIMER).next(),
            inUse.decide(unknown, RESERVE, 0).next())) {
      document.append(section(state.status().toString(), state, participant, TIMER));
    }
    GeneratedDocument.check("transitions-participant.md", document.toString());
  }

  private static String section(
      String title, Reservation state, Participant<String> participant, long nowMillis) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("on", "says", "resource", "afterwards"));
    rows.add(row("Reserve", state, participant.decide(state, RESERVE, nowMillis)));
    rows.add(row("Commit", state, participant.decide(state, COMMIT, nowMillis)));
    rows.add(row("Release", state, participant.decide(state, RELEASE, nowMillis)));
    rows.add(row("Settle", state, participant.decide(state, SETTLE, nowMillis)));
    rows.add(row("the punctuator", state, participant.expire(state, nowMillis)));
    if (state.status() == ReservationStatus.RESERVED) {
      ReservationChange replaced =
          new ReservationChange.Replaced(state, List.of(new HeldUnit("locker-8", 1, 1, 4, 0)));
      ReservationChange lost =
          new ReservationChange.Lost(
              state, Reason.GOODS_WRITTEN_OFF, "it burnt", List.of(Locker.BACK));
      rows.add(
          row(
              "supply replaces what is held",
              state,
              participant.changedBySupply(replaced, nowMillis)));
      rows.add(
          row("supply takes what is held", state, participant.changedBySupply(lost, nowMillis)));
    }
    return "\n## " + title + "\n\n" + MarkdownTable.of(rows);
  }

  private static List<String> row(
      String on, Reservation before, ParticipantDecision<String> decision) {
    String says =
        decision.events().stream().map(TransitionsTest::words).collect(Collectors.joining("; "));
    return List.of(
        on,
        says.isEmpty() ? "-" : says,
        decision.changes().isEmpty() ? "-" : String.join(", ", decision.changes()),
        decision.next() == before ? "as before" : decision.next().status().toString());
  }

  private static String words(BranchEvent event) {
    String name = event.getClass().getSimpleName();
    if (event instanceof BranchEvent.ReservationRefused refused) {
      return name + ", " + refused.refusal().reason();
    }
    if (event instanceof BranchEvent.ReservationExpired expired) {
      return name + ", " + expired.reason();
    }
    if (event instanceof BranchEvent.AssignmentFailed failed) {
      return name + ", " + (failed.retryable() ? "" : "final, ") + failed.refusal().reason();
    }
    return name;
  }
}
