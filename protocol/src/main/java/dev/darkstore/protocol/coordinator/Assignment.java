package dev.darkstore.protocol.coordinator;

import java.util.List;
import java.util.Objects;

/**
 * Units that one branch assigned to a placed order.
 *
 * @param branch name of the branch
 * @param units skus, or the agent
 */
public record Assignment(String branch, List<String> units) {
  public Assignment {
    Objects.requireNonNull(branch, "branch");
    units = List.copyOf(units);
  }
}
