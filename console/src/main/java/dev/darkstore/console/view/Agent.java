package dev.darkstore.console.view;

import dev.darkstore.events.HeldUnit;

/**
 * One agent of one zone, put together from what the agents' app says and from what orders took and
 * gave back, read in any interleaving: changes are numbered, and each names the last record of the
 * app that came before it.
 */
final class Agent {
  /** What an agent does. */
  enum State {
    OFFLINE,
    FREE,
    HELD,
    ASSIGNED
  }

  private boolean online;
  private String orderId = "";
  private boolean assigned;
  private long change;
  private long supplyOffset = -1;
  private String completedOrderId = "";

  void online(long offset, boolean isOnline) {
    if (offset <= supplyOffset) {
      return;
    }
    supplyOffset = offset;
    online = isOnline;
    if (!isOnline && !assigned) {
      orderId = ""; // Somebody else takes over, and the order's events say who.
    }
  }

  void completed(long offset, String ofOrder) {
    if (offset <= supplyOffset) {
      return;
    }
    supplyOffset = offset;
    completedOrderId = ofOrder;
    if (orderId.equals(ofOrder)) {
      orderId = "";
      assigned = false;
    }
  }

  void taken(HeldUnit unit, String byOrder) {
    if (unit.getChange() <= change) {
      return;
    }
    change = unit.getChange();
    if (unit.getSupplyOffset() >= supplyOffset) {
      supplyOffset = unit.getSupplyOffset();
      online = true;
    }
    if (!byOrder.equals(completedOrderId)) {
      orderId = byOrder;
      assigned = false;
    }
  }

  void assigned(HeldUnit unit, String toOrder) {
    taken(unit, toOrder);
    if (orderId.equals(toOrder)) {
      assigned = true;
    }
  }

  void givenBack(HeldUnit unit) {
    if (unit.getChange() <= change) {
      return;
    }
    change = unit.getChange();
    orderId = "";
    assigned = false;
    if (unit.getSupplyOffset() >= supplyOffset) {
      supplyOffset = unit.getSupplyOffset();
      online = unit.getAvailable() > 0;
    }
  }

  /** The order has another agent now, or none. */
  void lost(String byOrder) {
    if (orderId.equals(byOrder) && !assigned) {
      orderId = "";
    }
  }

  State state() {
    if (!orderId.isEmpty()) {
      return assigned ? State.ASSIGNED : State.HELD;
    }
    return online ? State.FREE : State.OFFLINE;
  }

  /** The order that the agent is held for or assigned to, or empty. */
  String orderId() {
    return orderId;
  }
}
