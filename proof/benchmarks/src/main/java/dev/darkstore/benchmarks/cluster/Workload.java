package dev.darkstore.benchmarks.cluster;

import dev.darkstore.events.AgentOnline;
import dev.darkstore.events.AgentUpdate;
import dev.darkstore.events.BranchCommand;
import dev.darkstore.events.DeliveryCompleted;
import dev.darkstore.events.OrderLine;
import dev.darkstore.events.OrderRequest;
import dev.darkstore.events.PlaceOrder;
import dev.darkstore.events.Reserve;
import dev.darkstore.events.StockReceived;
import dev.darkstore.events.StockUpdate;
import dev.darkstore.schemas.EventCodec;
import dev.darkstore.schemas.Limits;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Orders of the load, and their supply. An order is identified by its phase and its number within
 * the phase; both are part of its id, which is as long as the UUIDs that clients use.
 */
public final class Workload {
  public static final int SKUS_PER_STORE = 20;

  private static final int HEX = 16;
  private static final int PHASE_DIGITS = 8;
  private static final int NUMBER_START = 24;

  private Workload() {}

  public static String orderId(int phase, long number) {
    return "%08x-0000-4000-8000-%012x".formatted(phase, number);
  }

  public static int phaseOf(String orderId) {
    return Integer.parseInt(orderId, 0, PHASE_DIGITS, HEX);
  }

  public static long numberOf(String orderId) {
    return Long.parseLong(orderId, NUMBER_START, orderId.length(), HEX);
  }

  public static String storeId(int store) {
    return "store-%03d".formatted(store);
  }

  public static String zoneId(int zone) {
    return "zone-%03d".formatted(zone);
  }

  public static String agentId(int phase, long number) {
    return "agent-%d-%07d".formatted(phase, number);
  }

  public static byte[] order(Spread spread, int phase, long number) {
    return EventCodec.ORDERS.encode(
        new OrderRequest(
            orderId(phase, number),
            new PlaceOrder(
                "customer-%06d".formatted(number % 100_000),
                storeId(spread.storeOf(number)),
                zoneId(spread.zoneOf(number)),
                spread.lines(number),
                Map.of())));
  }

  /** Returns a supply record with the maximum quantity of every sku. */
  public static byte[] stock(int store) {
    List<OrderLine> lines = new ArrayList<>(SKUS_PER_STORE);
    for (int sku = 0; sku < SKUS_PER_STORE; sku++) {
      lines.add(new OrderLine(sku(sku), Limits.SUPPLY_QUANTITY));
    }
    return EventCodec.STOCK_UPDATES.encode(
        new StockUpdate(storeId(store), null, new StockReceived(lines)));
  }

  public static byte[] agentOnline(int zone, String agentId) {
    return EventCodec.AGENT_UPDATES.encode(
        new AgentUpdate(zoneId(zone), null, agentId, new AgentOnline()));
  }

  public static byte[] deliveryCompleted(String zoneId, String agentId, String orderId) {
    return EventCodec.AGENT_UPDATES.encode(
        new AgentUpdate(zoneId, null, agentId, new DeliveryCompleted(orderId)));
  }

  /** Returns a Reserve command, as the coordinator would send it. */
  public static byte[] reserveGoods(int phase, long number, long holdMillis) {
    String storeId = storeId(Spread.EVEN.storeOf(number));
    return EventCodec.BRANCH_COMMANDS.encode(
        new BranchCommand(
            orderId(phase, number),
            storeId,
            number,
            new Reserve(
                holdMillis,
                "customer-000000",
                storeId,
                zoneId(Spread.EVEN.zoneOf(number)),
                Spread.EVEN.lines(number),
                Map.of())));
  }

  static String sku(int sku) {
    return "sku-%05d".formatted(sku);
  }
}
