package dev.darkstore.conformance.resource;

import java.util.Objects;
import java.util.Optional;

/**
 * Resource of known capacity, used by one scenario at a time.
 *
 * @param claim what one order takes of it
 * @param capacity number of orders that can hold it at the same time
 * @param excess claim of this resource together with something that is not available; always
 *     refused; empty if there is none
 */
public record Scarce(Claim claim, int capacity, Optional<Claim> excess) {
  public Scarce {
    Objects.requireNonNull(claim, "claim");
    Objects.requireNonNull(excess, "excess");
    if (capacity < 1) {
      throw new IllegalArgumentException("capacity is " + capacity + "; it must be at least 1");
    }
  }
}
