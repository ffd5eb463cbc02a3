package dev.darkstore.protocol.coordinator;

import java.util.List;
import java.util.Objects;

/**
 * Units that one branch gave to a placed order.
 *
 * @param branch the branch's name
 * @param units the skus, or the agent
 */
public record Assignment(String branch, List<String> units) {
  public Assignment {
    Objects.requireNonNull(branch, "branch");
    units = List.copyOf(units);
  }
}
