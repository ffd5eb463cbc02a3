package dev.darkstore.simulator;

import dev.darkstore.events.HeldUnit;
import dev.darkstore.runtime.state.TaskMark;
import dev.darkstore.schemas.EventCodec;
import dev.darkstore.simulator.world.Change;
import dev.darkstore.state.ReservationState;
import dev.darkstore.state.ReservationStatusState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.ObjIntConsumer;

/** Reservations in a participant's stores: the committed state, independent of its events. */
final class Reservations {
  private static final String OPEN_STORE = "open-reservations";
  private static final String CLOSED_STORE = "closed-reservations";
  private static final EventCodec<ReservationState> CODEC =
      EventCodec.of(ReservationState.class, ReservationState.getClassSchema());

  private final Map<String, ReservationState> open = new TreeMap<>();
  private final Map<String, ReservationState> closed = new TreeMap<>();

  /**
   * Applies a change of a store.
   *
   * @param holdings consumer of the changes of held quantities, by the unit's key
   * @return key of the reservation; empty if the change concerns none
   */
  Optional<String> follow(Change change, ObjIntConsumer<String> holdings) {
    boolean isOpen = change.store().equals(OPEN_STORE);
    if (!isOpen && !change.store().equals(CLOSED_STORE)) {
      return Optional.empty();
    }
    String key = isOpen ? StateKey.of(change) : StateKey.windowed(change);
    if (key.equals(TaskMark.KEY)) {
      return Optional.empty();
    }
    ReservationState after =
        change.value() == null ? null : State.decode(CODEC, key, change.value());
    Map<String, ReservationState> entries = isOpen ? open : closed;
    ReservationState before = after == null ? entries.remove(key) : entries.put(key, after);
    count(key, before, -1, holdings);
    count(key, after, 1, holdings);
    return Optional.of(key);
  }

  private static void count(
      String key, ReservationState state, int sign, ObjIntConsumer<String> holdings) {
    if (state != null) {
      for (HeldUnit held : state.getHolding()) {
        holdings.accept(
            StateKey.branchKeyOf(key) + "/" + held.getUnit(), sign * held.getQuantity());
      }
    }
  }

  /** Returns the reservation under the key, if it holds anything. */
  Optional<ReservationState> holding(String key) {
    ReservationState state = open.get(key);
    if (state == null) {
      state = closed.get(key);
    }
    return Optional.ofNullable(state).filter(s -> !s.getHolding().isEmpty());
  }

  /** Returns the keys of all reservations that may expire. */
  List<String> reserved() {
    List<String> reserved = new ArrayList<>();
    open.forEach(
        (key, state) -> {
          if (state.getStatus() == ReservationStatusState.RESERVED) {
            reserved.add(key);
          }
        });
    return reserved;
  }

  /** Returns the keys of all assignments whose order is not known to be placed. */
  List<String> unsettled() {
    List<String> unsettled = new ArrayList<>(open.keySet());
    unsettled.removeAll(reserved());
    return unsettled;
  }

  /** Returns the units of an open reservation. */
  List<HeldUnit> heldBy(String key) {
    ReservationState state = open.get(key);
    return state == null ? List.of() : state.getHolding();
  }

  /** Returns the ids of all orders with assignments. */
  List<String> assignedOrders() {
    List<String> orderIds = new ArrayList<>();
    for (Map<String, ReservationState> entries : List.of(open, closed)) {
      entries.forEach(
          (key, state) -> {
            if (state.getStatus() == ReservationStatusState.ASSIGNED) {
              orderIds.add(StateKey.idOf(key));
            }
          });
    }
    return orderIds;
  }
}
