package dev.darkstore.protocol.coordinator;

import dev.darkstore.protocol.BranchEvent;
import dev.darkstore.protocol.HeldUnit;
import dev.darkstore.protocol.Order;
import dev.darkstore.protocol.OrderLine;
import dev.darkstore.protocol.Reason;
import dev.darkstore.protocol.Refusal;
import dev.darkstore.protocol.coordinator.CoordinatorMessage.BranchReply;
import dev.darkstore.protocol.coordinator.CoordinatorMessage.CancelOrder;
import dev.darkstore.protocol.coordinator.CoordinatorMessage.DeadlineReached;
import dev.darkstore.protocol.coordinator.CoordinatorMessage.PlaceInvalidOrder;
import dev.darkstore.protocol.coordinator.CoordinatorMessage.PlaceOrder;
import java.util.List;

/** Sample order and the messages about it. */
final class Samples {
  static final String STORE = "store";
  static final String DELIVERY = "delivery";
  static final List<Branch> BRANCHES =
      List.of(new Branch(STORE, Branch.Key.STORE_ID), new Branch(DELIVERY, Branch.Key.ZONE_ID));

  static final Order ORDER =
      new Order("order-1", "customer-1", "store-1", "zone-1", List.of(new OrderLine("rice", 2)));
  static final Order OTHER_ORDER =
      new Order("order-1", "customer-1", "store-1", "zone-1", List.of(new OrderLine("milk", 1)));

  static final HeldUnit RICE = new HeldUnit("rice", 2, 1, 7, 40);
  static final HeldUnit ASHA = new HeldUnit("Asha", 1, 1, 3, 0);
  static final HeldUnit RAVI = new HeldUnit("Ravi", 1, 1, 4, 0);

  static final Refusal OUT_OF_STOCK = Refusal.of(Reason.OUT_OF_STOCK, "rice: 2 wanted, 1 left");
  static final Refusal RAN_OUT = Refusal.of(Reason.RESERVATION_EXPIRED, "the reservation ran out");

  /** Offset of {@link #PLACE}. */
  static final long TRANSACTION = 5;

  static final long TRANSACTION_ID = 5;
  static final CoordinatorMessage PLACE = new PlaceOrder(ORDER, TRANSACTION_ID, 0);
  static final CoordinatorMessage PLACE_OTHER = new PlaceOrder(OTHER_ORDER, 6, 0);
  static final CoordinatorMessage PLACE_INVALID =
      new PlaceInvalidOrder("order-1", "quantity of rice is 0", 0);
  static final CoordinatorMessage CANCEL = new CancelOrder();
  static final CoordinatorMessage DEADLINE = new DeadlineReached();

  private Samples() {}

  static CoordinatorMessage placed(long ageMillis) {
    return new PlaceOrder(ORDER, TRANSACTION_ID, ageMillis);
  }

  static CoordinatorMessage reserved(String branch) {
    return new BranchReply(
        branch, TRANSACTION, new BranchEvent.Reserved(List.of(unitOf(branch)), 120_000, 120_000));
  }

  static CoordinatorMessage refused(String branch) {
    return new BranchReply(branch, TRANSACTION, new BranchEvent.ReservationRefused(OUT_OF_STOCK));
  }

  static CoordinatorMessage expired(String branch) {
    return new BranchReply(
        branch,
        TRANSACTION,
        new BranchEvent.ReservationExpired(
            Reason.GOODS_WRITTEN_OFF, List.of(unitOf(branch)), 120_000));
  }

  static CoordinatorMessage assigned(String branch) {
    return new BranchReply(branch, TRANSACTION, new BranchEvent.Assigned(List.of(unitOf(branch))));
  }

  static CoordinatorMessage failed(String branch) {
    return new BranchReply(branch, TRANSACTION, new BranchEvent.AssignmentFailed(RAN_OUT, false));
  }

  static CoordinatorMessage failedForNow(String branch) {
    return new BranchReply(branch, TRANSACTION, new BranchEvent.AssignmentFailed(RAN_OUT, true));
  }

  static CoordinatorMessage released(String branch) {
    return new BranchReply(branch, TRANSACTION, new BranchEvent.Released(List.of(unitOf(branch))));
  }

  static HeldUnit unitOf(String branch) {
    return branch.equals(STORE) ? RICE : ASHA;
  }
}
