package dev.darkstore.protocol.participant;

import dev.darkstore.protocol.HeldUnit;
import dev.darkstore.protocol.Order;
import dev.darkstore.protocol.Refusal;
import java.util.List;

/**
 * Resource that a participant owns. It reads its state through a view and modifies nothing: each
 * method returns the changes to be made.
 *
 * @param <C> change: the new state of one unit
 */
public interface Resource<C> {

  /** Takes everything the order needs, or nothing, for a branch that holds nothing yet. */
  Taking<C> reserve(Reservation branch, Order order, long nowMillis);

  /** Makes the holding of the branch final; a resource that is taken by Reserve does nothing. */
  default Holding<C> commit(Reservation branch, long nowMillis) {
    return new Holding<>(branch.holding(), List.of());
  }

  /**
   * Gives back what the branch holds or was assigned. A unit that no longer belongs to the order
   * stays unchanged and is left out of the result.
   */
  Holding<C> release(Reservation branch, long nowMillis);

  /**
   * Notes that the order is placed, so that the assigned units will never be released; most
   * resources do nothing.
   */
  default Holding<C> settle(Reservation branch, long nowMillis) {
    return new Holding<>(branch.holding(), List.of());
  }

  /** Result of {@link #reserve}. */
  sealed interface Taking<C> {
    /** Everything was taken. */
    record Taken<C>(Holding<C> holding) implements Taking<C> {}

    /** Nothing was taken. */
    record Refused<C>(Refusal refusal) implements Taking<C> {}
  }

  /**
   * Units that were taken, made final or given back, and the resulting changes.
   *
   * @param units units affected
   * @param changes new state of every unit that changes
   */
  record Holding<C>(List<HeldUnit> units, List<C> changes) {
    public Holding {
      units = List.copyOf(units);
      changes = List.copyOf(changes);
    }
  }
}
