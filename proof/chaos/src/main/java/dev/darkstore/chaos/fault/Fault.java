package dev.darkstore.chaos.fault;

import dev.darkstore.chaos.load.Route;
import java.time.Duration;
import java.util.Random;
import java.util.Set;

/** One way to break the system. */
public interface Fault {

  /** Returns the kind of fault, in a few words; they do not differ from run to run. */
  String kind();

  /** The routes whose partitions it keeps from deciding. */
  Set<Route> routes();

  /**
   * Returns true if {@link #inject} ends with the blow, so that everything before it was still
   * whole, or silenced to bring the moment about; the outage then counts from the blow.
   */
  default boolean strikesAtEnd() {
    return false;
  }

  /** Returns true if clocks are set: what the log says of times is then of no use. */
  default boolean setsClocks() {
    return false;
  }

  /** Returns how long the system may take to decide orders on every partition again. */
  default Duration recoveryLimit() {
    return Duration.ofMinutes(2);
  }

  /**
   * Breaks the system, and mends what nobody else would mend.
   *
   * @param random makes the choices that the fault leaves open
   * @return whether it came to it; if the moment did not come, nothing was broken
   */
  boolean inject(Random random);
}
