package dev.darkstore.coordinator;

import dev.darkstore.coordinator.BranchRoute.Notification;
import dev.darkstore.coordinator.BranchRoute.Notifications;
import dev.darkstore.events.DeliverOrder;
import dev.darkstore.events.DeliveryNotification;
import dev.darkstore.events.PickOrder;
import dev.darkstore.events.StoreNotification;
import dev.darkstore.protocol.HeldUnit;
import dev.darkstore.protocol.Order;
import dev.darkstore.protocol.coordinator.Branch;
import dev.darkstore.runtime.wire.CommonMapping;
import dev.darkstore.schemas.BranchName;
import dev.darkstore.schemas.BranchTable;
import dev.darkstore.schemas.EventCodec;
import dev.darkstore.schemas.KeyField;
import dev.darkstore.schemas.Limits;
import dev.darkstore.schemas.Topic;
import java.util.List;
import java.util.Optional;

/** Routes to the branches of an installation. */
final class BranchRoutes {
  private BranchRoutes() {}

  /** Returns the routes, in the sequence of the table. */
  static List<BranchRoute> of(BranchTable branches) {
    return branches.rows().stream().map(BranchRoutes::route).toList();
  }

  private static BranchRoute route(BranchTable.Row row) {
    if (row.name().equals(BranchName.STORE)) {
      return new BranchRoute(
          row.name(),
          key(row.key()),
          Optional.of(new Notifications(Topic.STORE_NOTIFICATIONS, BranchRoutes::pickOrder)),
          1,
          Limits.LINES);
    }
    if (row.name().equals(BranchName.DELIVERY)) {
      return new BranchRoute(
          row.name(),
          key(row.key()),
          Optional.of(new Notifications(Topic.DELIVERY_NOTIFICATIONS, BranchRoutes::deliverOrder)),
          1,
          1);
    }
    // A further participant may hold something without units, and notifies its users itself: Settle
    // tells it that the order was placed.
    return new BranchRoute(row.name(), key(row.key()), Optional.empty(), 0, Limits.FURTHER_UNITS);
  }

  private static Branch.Key key(KeyField field) {
    return switch (field) {
      case STORE_ID -> Branch.Key.STORE_ID;
      case ZONE_ID -> Branch.Key.ZONE_ID;
      case CUSTOMER_ID -> Branch.Key.CUSTOMER_ID;
      case ORDER_ID -> Branch.Key.ORDER_ID;
    };
  }

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
