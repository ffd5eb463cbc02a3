package dev.darkstore.conformance.resource;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Resources for the scenarios.
 *
 * @param ample claim that can be reserved at least {@value #AMPLE_TIMES} times at the same time
 * @param scarce resources of known capacity; scenarios that need one are skipped if there is none
 * @param impossible claim that is always refused; scenarios that need it are skipped if it is empty
 * @param supply supply that makes the resources available
 */
public record Resources(
    Claim ample, List<Scarce> scarce, Optional<Claim> impossible, Supply supply) {
  /** Number of orders that must be able to hold the ample resource at the same time. */
  public static final int AMPLE_TIMES = 100;

  public Resources {
    Objects.requireNonNull(ample, "ample");
    scarce = List.copyOf(scarce);
    Objects.requireNonNull(impossible, "impossible");
    Objects.requireNonNull(supply, "supply");
  }
}
