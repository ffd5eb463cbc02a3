package dev.darkstore.coordinator;

import dev.darkstore.coordinator.BranchRoute.Notification;
import dev.darkstore.events.DeliverOrder;
import dev.darkstore.events.DeliveryNotification;
import dev.darkstore.events.PickOrder;
import dev.darkstore.events.StoreNotification;
import dev.darkstore.protocol.HeldUnit;
import dev.darkstore.protocol.Order;
import dev.darkstore.protocol.coordinator.Branch;
import dev.darkstore.runtime.wire.CommonMapping;
import dev.darkstore.schemas.BranchName;
import dev.darkstore.schemas.EventCodec;
import dev.darkstore.schemas.Limits;
import java.util.List;

/** Branches of every order. No other class enumerates them. */
final class BranchRoutes {
  static final List<BranchRoute> ALL =
      List.of(
          new BranchRoute(
              BranchName.STORE, Branch.Key.STORE_ID, 1, Limits.LINES, BranchRoutes::pickOrder),
          new BranchRoute(
              BranchName.DELIVERY, Branch.Key.ZONE_ID, 1, 1, BranchRoutes::deliverOrder));

  private BranchRoutes() {}

  private static Notification<?> pickOrder(Order order, List<HeldUnit> goods) {
    return new Notification<>(
        order.storeId(),
        EventCodec.STORE_NOTIFICATIONS,
        new StoreNotification(
            order.orderId(),
            order.storeId(),
            new PickOrder(CommonMapping.wireLines(order.lines()))));
  }

  private static Notification<?> deliverOrder(Order order, List<HeldUnit> agents) {
    if (agents.size() != 1) {
      throw new IllegalStateException(
          "order " + order.orderId() + " must have one agent, not " + agents);
    }
    String agentId = agents.get(0).unit();
    return new Notification<>(
        agentId,
        EventCodec.DELIVERY_NOTIFICATIONS,
        new DeliveryNotification(
            order.orderId(),
            agentId,
            new DeliverOrder(order.storeId(), order.zoneId(), order.customerId())));
  }
}
