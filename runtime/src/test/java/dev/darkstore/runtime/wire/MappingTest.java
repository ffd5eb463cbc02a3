package dev.darkstore.runtime.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkstore.protocol.BranchCommand;
import dev.darkstore.protocol.BranchEvent;
import dev.darkstore.protocol.HeldUnit;
import dev.darkstore.protocol.Order;
import dev.darkstore.protocol.OrderLine;
import dev.darkstore.protocol.Reason;
import dev.darkstore.protocol.Refusal;
import dev.darkstore.protocol.Shortage;
import dev.darkstore.schemas.EventCodec;
import dev.darkstore.schemas.UnreadableRecordException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class MappingTest {
  private static final List<HeldUnit> HOLDING =
      List.of(new HeldUnit("milk", 2, 7, 41, 5), new HeldUnit("bread", 1, 1, -1, 0));
  private static final Refusal REFUSAL =
      new Refusal(
          Reason.OUT_OF_STOCK, "milk: 2 wanted, 1 left", List.of(new Shortage("milk", 2, 1)));

  static List<BranchCommand> requests() {
    return List.of(
        new BranchCommand.Reserve(
            new Order("o-1", "c-1", "s-1", "z-1", List.of(new OrderLine("milk", 2))), 120_000),
        new BranchCommand.Reserve(
            new Order(
                "o-1",
                "c-1",
                "s-1",
                "z-1",
                List.of(new OrderLine("milk", 2)),
                Map.of("amount", "2450", "card", "")),
            120_000),
        new BranchCommand.Commit(2));
  }

  static List<BranchCommand> releases() {
    return List.of(new BranchCommand.Release(3), new BranchCommand.Settle());
  }

  static List<BranchEvent> events() {
    return List.of(
        new BranchEvent.Reserved(HOLDING, 1_700_000_000_123L, 119_000),
        new BranchEvent.ReservationRefused(REFUSAL),
        new BranchEvent.ReservationExpired(Reason.RESERVATION_EXPIRED, HOLDING, 5),
        new BranchEvent.Assigned(HOLDING),
        new BranchEvent.AssignmentFailed(REFUSAL, true),
        new BranchEvent.Released(List.of()));
  }

  @ParameterizedTest
  @MethodSource("requests")
  void requestsComeBackFromTheWireAsTheyWere(BranchCommand request)
      throws UnreadableRecordException {
    byte[] bytes =
        EventCodec.BRANCH_COMMANDS.encode(BranchMapping.request("o-1", "s-1", 7, request));

    var wire = EventCodec.BRANCH_COMMANDS.decode(bytes);
    assertThat(wire.getTransactionId()).isEqualTo(7);
    assertThat(BranchMapping.command(wire, false)).isEqualTo(request);
  }

  @ParameterizedTest
  @MethodSource("releases")
  void releasesComeBackFromTheWireAsTheyWere(BranchCommand release)
      throws UnreadableRecordException {
    byte[] bytes =
        EventCodec.BRANCH_RELEASES.encode(BranchMapping.release("o-1", "s-1", 7, release));

    var wire = EventCodec.BRANCH_RELEASES.decode(bytes);
    assertThat(wire.getTransactionId()).isEqualTo(7);
    assertThat(BranchMapping.command(wire)).isEqualTo(release);
  }

  @ParameterizedTest
  @MethodSource("events")
  void eventsComeBackFromTheWireAsTheyWere(BranchEvent event) throws UnreadableRecordException {
    byte[] bytes = EventCodec.BRANCH_EVENTS.encode(BranchMapping.wire("o-1", "s-1", 7, 17, event));

    assertThat(BranchMapping.event(EventCodec.BRANCH_EVENTS.decode(bytes))).isEqualTo(event);
  }

  @ParameterizedTest
  @EnumSource(Reason.class)
  void everyReasonHasItsTwinOnTheWire(Reason reason) {
    assertThat(CommonMapping.reason(CommonMapping.wireReason(reason))).isEqualTo(reason);
  }

  @Test
  void theWireHasNoOtherReasons() {
    assertThat(Arrays.stream(dev.darkstore.events.Reason.values()).map(Enum::name))
        .containsExactlyElementsOf(Arrays.stream(Reason.values()).map(Enum::name).toList());
  }
}
