package dev.darkstore.protocol.participant;

import dev.darkstore.protocol.HeldUnit;
import dev.darkstore.protocol.Order;
import dev.darkstore.protocol.Refusal;
import java.util.List;

/**
 * Resource that a participant owns. It reads its state through a view and changes nothing: each
 * method returns the changes that have to be made.
 *
 * @param <C> one change: the new state of one unit
 */
public interface Resource<C> {

  /** Takes all that the order needs, or none of it, for a branch that has nothing yet. */
  Taking<C> reserve(Reservation branch, Order order, long nowMillis);

  /** Makes what the branch holds final. */
  Holding<C> commit(Reservation branch, long nowMillis);

  /**
   * Gives back what the branch holds or was assigned. A unit that is not the order's any more is
   * left alone and left out of the answer.
   */
  Holding<C> release(Reservation branch, long nowMillis);

  /**
   * Notes that the order is placed, so that what the branch was assigned will never be released;
   * most resources have nothing to do then.
   */
  default Holding<C> settle(Reservation branch, long nowMillis) {
    return new Holding<>(branch.holding(), List.of());
  }

  /** The answer of {@link #reserve}. */
  sealed interface Taking<C> {
    /** Everything was taken. */
    record Taken<C>(Holding<C> holding) implements Taking<C> {}

    /** Nothing was taken. */
    record Refused<C>(Refusal refusal) implements Taking<C> {}
  }

  /**
   * Units that were taken, made final or given back, and the changes that this makes.
   *
   * @param units what it is about
   * @param changes the new state of every unit that changes
   */
  record Holding<C>(List<HeldUnit> units, List<C> changes) {
    public Holding {
      units = List.copyOf(units);
      changes = List.copyOf(changes);
    }
  }
}
