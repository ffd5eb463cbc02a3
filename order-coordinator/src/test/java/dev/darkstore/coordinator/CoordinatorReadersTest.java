package dev.darkstore.coordinator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.darkstore.events.Assigned;
import dev.darkstore.events.BranchEvent;
import dev.darkstore.events.HeldUnit;
import dev.darkstore.events.Reason;
import dev.darkstore.events.Refusal;
import dev.darkstore.events.ReservationRefused;
import dev.darkstore.events.Reserved;
import dev.darkstore.protocol.coordinator.CoordinatorMessage;
import dev.darkstore.runtime.intake.RecordReader;
import dev.darkstore.schemas.BranchTable;
import dev.darkstore.schemas.DeadLetterReason;
import dev.darkstore.schemas.EventCodec;
import dev.darkstore.schemas.UnreadableRecordException;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A branch's reply to the coordinator")
class CoordinatorReadersTest {
  private static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");

  @ParameterizedTest(name = "{1} of {0} with {2} units")
  @CsvSource({
    "delivery, Assigned, 0, 'Assigned of branch delivery holds 0 units; it must hold 1'",
    "delivery, Assigned, 2, 'Assigned of branch delivery holds 2 units; it must hold 1'",
    "delivery, Reserved, 0, 'Reserved of branch delivery holds 0 units; it must hold 1'",
    "delivery, Reserved, 2, 'Reserved of branch delivery holds 2 units; it must hold 1'",
    "store, Assigned, 0, 'Assigned of branch store holds 0 units; it must hold 1 to 100'",
    "store, Reserved, 0, 'Reserved of branch store holds 0 units; it must hold 1 to 100'",
    "payment, Reserved, 17, 'Reserved of branch payment holds 17 units; it must hold 0 to 16'"
  })
  @DisplayName("is a dead letter if its holding cannot fulfil the order")
  void isADeadLetterIfItHoldsTooManyOrTooFewUnits(
      String branch, String event, int units, String detail) {
    UnreadableRecordException refusal =
        catchThrowableOfType(
            UnreadableRecordException.class, () -> read(branch, body(event, units)));

    assertThat(refusal.reason()).isEqualTo(DeadLetterReason.INVALID);
    assertThat(refusal.detail()).isEqualTo(detail);
  }

  @ParameterizedTest(name = "{1} of {0} with {2} units")
  @CsvSource({
    "delivery, Assigned, 1",
    "delivery, Reserved, 1",
    "store, Assigned, 1",
    "store, Reserved, 100",
    "payment, Reserved, 0",
    "payment, Reserved, 16"
  })
  @DisplayName("is a message if its holding is possible for the branch")
  void isAMessageIfItHoldsWhatSuchABranchCanHold(String branch, String event, int units)
      throws UnreadableRecordException {
    assertThat(read(branch, body(event, units)))
        .isInstanceOfSatisfying(
            CoordinatorMessage.BranchReply.class,
            reply -> assertThat(reply.branch()).isEqualTo(branch));
  }

  @Test
  @DisplayName("is a dead letter if its refusal exceeds the coordinator's limit")
  void isADeadLetterIfItsRefusalIsLargerThanTheCoordinatorCanKeep() {
    Refusal large = new Refusal(Reason.OTHER, "x".repeat(55_000), List.of());

    UnreadableRecordException refusal =
        catchThrowableOfType(
            UnreadableRecordException.class, () -> read("store", new ReservationRefused(large)));

    assertThat(refusal.reason()).isEqualTo(DeadLetterReason.INVALID);
    assertThat(refusal.detail())
        .isEqualTo("the refusal's detail and skus have 55,000 bytes; they may have 16,000");
  }

  private static CoordinatorMessage read(String branch, Object body)
      throws UnreadableRecordException {
    BranchRoute route =
        BranchRoutes.of(BranchTable.parse("store,delivery,payment")).stream()
            .filter(candidate -> candidate.branch().name().equals(branch))
            .findFirst()
            .orElseThrow();
    byte[] value = EventCodec.BRANCH_EVENTS.encode(new BranchEvent("o-1", "k-1", 0L, NOON, body));
    return CoordinatorReaders.reply(route)
        .read("o-1".getBytes(UTF_8), value, new RecordReader.Origin(0, 0));
  }

  private static Object body(String event, int units) {
    List<HeldUnit> holding =
        IntStream.range(0, units).mapToObj(i -> new HeldUnit("u-" + i, 1, 1L, 0L, 0L)).toList();
    return event.equals("Assigned") ? new Assigned(holding) : new Reserved(holding, NOON, 1_000L);
  }
}
