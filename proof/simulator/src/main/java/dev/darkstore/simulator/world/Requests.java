package dev.darkstore.simulator.world;

import dev.darkstore.events.AgentUpdate;
import dev.darkstore.events.CancelOrder;
import dev.darkstore.events.OrderLine;
import dev.darkstore.events.OrderRequest;
import dev.darkstore.events.PlaceOrder;
import dev.darkstore.events.StockReceived;
import dev.darkstore.events.StockUpdate;
import dev.darkstore.events.StockWrittenOff;
import dev.darkstore.protocol.Order;
import dev.darkstore.schemas.EventCodec;
import java.util.List;

/** Encoder of clients' requests. */
final class Requests {
  private Requests() {}

  static byte[] place(Order order) {
    return EventCodec.ORDERS.encode(
        new OrderRequest(
            order.orderId(),
            new PlaceOrder(
                order.customerId(),
                order.storeId(),
                order.zoneId(),
                lines(order.lines()),
                order.attributes())));
  }

  static byte[] cancel(String orderId) {
    return EventCodec.ORDERS.encode(new OrderRequest(orderId, new CancelOrder()));
  }

  static byte[] stockReceived(
      String storeId, String updateId, List<dev.darkstore.protocol.OrderLine> lines) {
    return EventCodec.STOCK_UPDATES.encode(
        new StockUpdate(storeId, updateId, new StockReceived(lines(lines))));
  }

  static byte[] stockWrittenOff(
      String storeId, String updateId, List<dev.darkstore.protocol.OrderLine> lines) {
    return EventCodec.STOCK_UPDATES.encode(
        new StockUpdate(storeId, updateId, new StockWrittenOff(lines(lines))));
  }

  static byte[] agent(String zoneId, String updateId, String agentId, Object body) {
    return EventCodec.AGENT_UPDATES.encode(new AgentUpdate(zoneId, updateId, agentId, body));
  }

  private static List<OrderLine> lines(List<dev.darkstore.protocol.OrderLine> lines) {
    return lines.stream().map(line -> new OrderLine(line.sku(), line.quantity())).toList();
  }
}
