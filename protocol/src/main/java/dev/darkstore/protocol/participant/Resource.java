package dev.darkstore.protocol.participant;

import dev.darkstore.protocol.HeldUnit;
import dev.darkstore.protocol.Order;
import dev.darkstore.protocol.Refusal;
import java.util.List;

/**
 * What a participant owns. It reads its state through a view of its own and changes nothing: each
 * method answers with the changes that would have to be made.
 *
 * @param <C> one change: the new state of one unit
 */
public interface Resource<C> {

  /** Takes all that the order needs, or none of it. */
  Taking<C> take(String key, Order order, long nowMillis);

  /** Makes a holding final. */
  Holding<C> makeFinal(String key, String orderId, List<HeldUnit> holding, long nowMillis);

  /**
   * Gives back what is held or assigned. A unit that is not the order's any more is left alone and
   * left out of the answer.
   */
  Holding<C> giveBack(String key, String orderId, List<HeldUnit> holding, long nowMillis);

  /** The answer of {@link #take}. */
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
