package dev.darkstore.schemas;

import dev.darkstore.events.AgentMove;
import dev.darkstore.events.AgentOffline;
import dev.darkstore.events.AgentOnline;
import dev.darkstore.events.AgentUpdate;
import dev.darkstore.events.Assigned;
import dev.darkstore.events.Assignment;
import dev.darkstore.events.AssignmentFailed;
import dev.darkstore.events.BranchCommand;
import dev.darkstore.events.BranchEvent;
import dev.darkstore.events.BranchRelease;
import dev.darkstore.events.CancelOrder;
import dev.darkstore.events.CancelRefused;
import dev.darkstore.events.ClaimAgent;
import dev.darkstore.events.Commit;
import dev.darkstore.events.DeliverOrder;
import dev.darkstore.events.DeliveryCompleted;
import dev.darkstore.events.DeliveryNotification;
import dev.darkstore.events.GrantAgent;
import dev.darkstore.events.HeldUnit;
import dev.darkstore.events.OrderEvent;
import dev.darkstore.events.OrderLine;
import dev.darkstore.events.OrderPlaced;
import dev.darkstore.events.OrderReceived;
import dev.darkstore.events.OrderRejected;
import dev.darkstore.events.OrderRequest;
import dev.darkstore.events.PickOrder;
import dev.darkstore.events.PlaceOrder;
import dev.darkstore.events.Reason;
import dev.darkstore.events.RecallAgent;
import dev.darkstore.events.Refusal;
import dev.darkstore.events.Release;
import dev.darkstore.events.Released;
import dev.darkstore.events.ReservationExpired;
import dev.darkstore.events.ReservationRefused;
import dev.darkstore.events.Reserve;
import dev.darkstore.events.Reserved;
import dev.darkstore.events.Settle;
import dev.darkstore.events.Shortage;
import dev.darkstore.events.StockReceived;
import dev.darkstore.events.StockUpdate;
import dev.darkstore.events.StockWrittenOff;
import dev.darkstore.events.StoreNotification;
import dev.darkstore.events.SupplyApplied;
import dev.darkstore.events.SupplyEvent;
import dev.darkstore.events.SupplyRefused;
import dev.darkstore.events.SupplyRepeated;
import dev.darkstore.events.UnitBalance;
import dev.darkstore.events.YieldAgent;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;

/** Samples of every record type, for tests that must hold for all of them. */
public final class Samples {
  static final Instant NOON = Instant.parse("2026-01-31T12:00:00.123Z");
  static final List<OrderLine> LINES =
      List.of(new OrderLine("milk-1l", 2), new OrderLine("bread", 1));
  static final Map<String, String> ATTRIBUTES = Map.of("amount", "2450");
  static final List<HeldUnit> HOLDING =
      List.of(new HeldUnit("milk-1l", 2, 7L, 41L, 98L), new HeldUnit("bread", 1, 1L, -1L, 0L));
  static final Refusal REFUSAL =
      new Refusal(Reason.OUT_OF_STOCK, "milk-1l: 1 left", List.of(new Shortage("milk-1l", 2, 1L)));

  private Samples() {}

  /** Record with its codec. */
  public record Sample<T extends SpecificRecord>(EventCodec<T> codec, T record) {
    /** Returns the record in Avro. */
    public byte[] encoded() {
      return codec.encode(record);
    }

    /** Returns the name of the body's type, which distinguishes the samples of a codec. */
    @Override
    public String toString() {
      return body().getSchema().getName();
    }

    SpecificRecord body() {
      return (SpecificRecord) record.get(record.getSchema().getField("body").pos());
    }
  }

  /** Returns one sample of every type. */
  public static Stream<Sample<?>> all() {
    return Stream.concat(clientFacing(), betweenServices());
  }

  /** Returns one sample of every type that clients write, in Avro or JSON. */
  public static Stream<Sample<?>> clientFacing() {
    return Stream.of(
        new Sample<>(EventCodec.ORDERS, placeOrder(ATTRIBUTES)),
        new Sample<>(EventCodec.ORDERS, new OrderRequest("o-1", new CancelOrder())),
        new Sample<>(EventCodec.STOCK_UPDATES, stockReceived("u-1", LINES)),
        new Sample<>(
            EventCodec.STOCK_UPDATES, new StockUpdate("s-1", null, new StockWrittenOff(LINES))),
        new Sample<>(
            EventCodec.AGENT_UPDATES, new AgentUpdate("z-1", "u-1", "a-1", new AgentOnline())),
        new Sample<>(
            EventCodec.AGENT_UPDATES, new AgentUpdate("z-1", null, "a-1", new AgentOffline())),
        new Sample<>(
            EventCodec.AGENT_UPDATES,
            new AgentUpdate("z-1", null, "a-1", new DeliveryCompleted("o-1"))));
  }

  private static Stream<Sample<?>> betweenServices() {
    return Stream.of(
        command(new Reserve(120_000L, "c-1", "s-1", "z-1", LINES, ATTRIBUTES)),
        command(new Commit(1)),
        release(new Release(3)),
        release(new Settle()),
        event(new Reserved(HOLDING, NOON, 119_000L)),
        event(new ReservationRefused(REFUSAL)),
        event(new ReservationExpired(Reason.AGENT_WENT_OFFLINE, List.of(), NOON)),
        event(new Assigned(HOLDING)),
        event(new AssignmentFailed(true, REFUSAL)),
        event(new Released(HOLDING)),
        answer(
            new SupplyApplied(
                List.of(
                    new UnitBalance("milk-1l", 98L, 7L, true, null, false),
                    new UnitBalance("a-1", 0L, 3L, false, "o-1", false)))),
        answer(new SupplyRepeated(17L)),
        answer(new SupplyRefused(REFUSAL)),
        move("a-1", new ClaimAgent()),
        move("z-1", new GrantAgent()),
        move("z-1", new RecallAgent()),
        move("a-1", new YieldAgent()),
        toldSample(new OrderReceived()),
        toldSample(new OrderPlaced(List.of(new Assignment("delivery", List.of("a-1"))))),
        toldSample(new OrderRejected(REFUSAL)),
        toldSample(new CancelRefused(new Refusal(Reason.ALREADY_PLACED, "too late", List.of()))),
        new Sample<>(
            EventCodec.STORE_NOTIFICATIONS,
            new StoreNotification("o-1", "s-1", new PickOrder(LINES))),
        new Sample<>(
            EventCodec.DELIVERY_NOTIFICATIONS,
            new DeliveryNotification("o-1", "a-1", new DeliverOrder("s-1", "z-1", "c-1"))));
  }

  static OrderRequest placeOrder(String orderId, List<OrderLine> lines) {
    return new OrderRequest(orderId, new PlaceOrder("c-1", "s-1", "z-1", lines, Map.of()));
  }

  static OrderRequest placeOrder(Map<String, String> attributes) {
    return new OrderRequest("o-1", new PlaceOrder("c-1", "s-1", "z-1", LINES, attributes));
  }

  static StockUpdate stockReceived(String updateId, List<OrderLine> lines) {
    return new StockUpdate("s-1", updateId, new StockReceived(lines));
  }

  static OrderEvent told(SpecificRecord body) {
    return new OrderEvent("o-1", NOON, body);
  }

  /** Returns lines with different skus of maximum length. */
  static List<OrderLine> longLines(int count, int quantity) {
    return IntStream.range(0, count)
        .mapToObj(i -> new OrderLine(String.format("%064d", i), quantity))
        .toList();
  }

  private static Sample<BranchCommand> command(SpecificRecord body) {
    return new Sample<>(EventCodec.BRANCH_COMMANDS, new BranchCommand("o-1", "s-1", 7L, body));
  }

  private static Sample<BranchRelease> release(SpecificRecord body) {
    return new Sample<>(EventCodec.BRANCH_RELEASES, new BranchRelease("o-1", "s-1", 7L, body));
  }

  private static Sample<SupplyEvent> answer(SpecificRecord body) {
    return new Sample<>(
        EventCodec.SUPPLY_EVENTS, new SupplyEvent("s-1", 41L, "u-1", NOON, body, null));
  }

  private static Sample<AgentMove> move(String addressee, SpecificRecord body) {
    return new Sample<>(
        EventCodec.AGENT_MOVES, new AgentMove(addressee, "a-1", "z-1", 41L, NOON, body));
  }

  private static Sample<BranchEvent> event(SpecificRecord body) {
    return new Sample<>(EventCodec.BRANCH_EVENTS, new BranchEvent("o-1", "s-1", 7L, NOON, body));
  }

  private static Sample<OrderEvent> toldSample(SpecificRecord body) {
    return new Sample<>(EventCodec.ORDER_EVENTS, told(body));
  }
}
