package dev.darkstore.benchmarks.cluster;

import dev.darkstore.events.Assigned;
import dev.darkstore.events.Assignment;
import dev.darkstore.events.BranchCommand;
import dev.darkstore.events.BranchEvent;
import dev.darkstore.events.Commit;
import dev.darkstore.events.DeliverOrder;
import dev.darkstore.events.DeliveryNotification;
import dev.darkstore.events.HeldUnit;
import dev.darkstore.events.OrderEvent;
import dev.darkstore.events.OrderLine;
import dev.darkstore.events.OrderPlaced;
import dev.darkstore.events.OrderReceived;
import dev.darkstore.events.PickOrder;
import dev.darkstore.events.Reserve;
import dev.darkstore.events.Reserved;
import dev.darkstore.events.StoreNotification;
import dev.darkstore.schemas.EventCodec;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Record that the floor writes in place of a service's record: as many bytes, of which only the
 * first are read. They encode the kind of the record, its store and zone, and its order.
 */
public enum FloorRecord {
  ORDER('O', sizeOfOrder()),
  RESERVE_GOODS('r', sizeOf(command(store(), reserve()))),
  RESERVE_AGENT('R', sizeOf(command(zone(), reserve()))),
  GOODS_RESERVED('v', sizeOf(event(store(), new Reserved(goods(), now(), 120_000L)))),
  AGENT_RESERVED('V', sizeOf(event(zone(), new Reserved(agent(), now(), 120_000L)))),
  COMMIT_GOODS('c', sizeOf(command(store(), new Commit(1)))),
  COMMIT_AGENT('C', sizeOf(command(zone(), new Commit(1)))),
  GOODS_ASSIGNED('a', sizeOf(event(store(), new Assigned(goods())))),
  AGENT_ASSIGNED('A', sizeOf(event(zone(), new Assigned(agent())))),
  RECEIVED('E', sizeOf(new OrderEvent(orderId(), now(), new OrderReceived()))),
  PLACED('P', sizeOf(new OrderEvent(orderId(), now(), new OrderPlaced(assignments())))),
  PICK(
      's',
      EventCodec.STORE_NOTIFICATIONS.encode(
              new StoreNotification(orderId(), store(), new PickOrder(lines())))
          .length),
  DELIVER(
      'd',
      EventCodec.DELIVERY_NOTIFICATIONS.encode(
              new DeliveryNotification(
                  orderId(), agentId(), new DeliverOrder(store(), zone(), "customer-000001")))
          .length);

  private static final FloorRecord[] BY_MARK = new FloorRecord[Byte.MAX_VALUE];
  private static final int STORE_AT = 1;
  private static final int ZONE_AT = 2;
  private static final int ORDER_AT = 3;

  static {
    for (FloorRecord record : values()) {
      BY_MARK[record.mark] = record;
    }
  }

  private final byte mark;
  private final int bytes;

  FloorRecord(char mark, int bytes) {
    this.mark = (byte) mark;
    this.bytes = Math.max(bytes, ORDER_AT + orderId().length());
  }

  public static FloorRecord of(byte[] value) {
    return BY_MARK[value[0]];
  }

  public static int storeOf(byte[] value) {
    return value[STORE_AT];
  }

  public static int zoneOf(byte[] value) {
    return value[ZONE_AT];
  }

  static byte[] orderIdOf(byte[] value) {
    byte[] orderId = new byte[orderId().length()];
    System.arraycopy(value, ORDER_AT, orderId, 0, orderId.length);
    return orderId;
  }

  /** Returns the record that starts an order. */
  public static byte[] order(int phase, long number) {
    byte[] value = new byte[ORDER.bytes];
    value[0] = ORDER.mark;
    value[STORE_AT] = (byte) Spread.EVEN.storeOf(number);
    value[ZONE_AT] = (byte) Spread.EVEN.zoneOf(number);
    byte[] orderId = Workload.orderId(phase, number).getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(orderId, 0, value, ORDER_AT, orderId.length);
    return value;
  }

  /** Returns this record, with the ids of another record of the same order. */
  public byte[] from(byte[] cause) {
    byte[] value = new byte[bytes];
    System.arraycopy(cause, 0, value, 0, ORDER_AT + orderId().length());
    value[0] = mark;
    return value;
  }

  // Below: typical records of the services, for their sizes. Two lines per order are the average.

  private static int sizeOfOrder() {
    return Workload.order(Spread.EVEN, 1, 1).length;
  }

  private static int sizeOf(BranchCommand command) {
    return EventCodec.BRANCH_COMMANDS.encode(command).length;
  }

  private static int sizeOf(BranchEvent event) {
    return EventCodec.BRANCH_EVENTS.encode(event).length;
  }

  private static int sizeOf(OrderEvent event) {
    return EventCodec.ORDER_EVENTS.encode(event).length;
  }

  private static BranchCommand command(String branchKey, Object body) {
    return new BranchCommand(orderId(), branchKey, 1_000_000L, body);
  }

  private static BranchEvent event(String branchKey, Object body) {
    return new BranchEvent(orderId(), branchKey, 1_000_000L, now(), body);
  }

  private static Reserve reserve() {
    return new Reserve(120_000L, "customer-000001", store(), zone(), lines(), Map.of());
  }

  private static List<OrderLine> lines() {
    return Spread.EVEN.lines(1);
  }

  private static List<HeldUnit> goods() {
    return lines().stream()
        .map(line -> new HeldUnit(line.getSku(), line.getQuantity(), 1_000L, 100L, 900_000L))
        .toList();
  }

  private static List<HeldUnit> agent() {
    return List.of(new HeldUnit(agentId(), 1, 1L, 10_000L, 0L));
  }

  private static List<Assignment> assignments() {
    return List.of(
        new Assignment("store", lines().stream().map(OrderLine::getSku).toList()),
        new Assignment("delivery", List.of(agentId())));
  }

  private static String orderId() {
    return Workload.orderId(1, 1);
  }

  private static String store() {
    return Workload.storeId(1);
  }

  private static String zone() {
    return Workload.zoneId(1);
  }

  private static String agentId() {
    return Workload.agentId(1, 1);
  }

  private static Instant now() {
    return Instant.ofEpochMilli(1_800_000_000_000L);
  }
}
