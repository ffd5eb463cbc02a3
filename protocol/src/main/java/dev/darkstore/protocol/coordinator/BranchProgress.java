package dev.darkstore.protocol.coordinator;

import dev.darkstore.protocol.HeldUnit;
import java.util.List;
import java.util.Objects;

/**
 * Progress of one branch of one transaction.
 *
 * @param branch name of the branch
 * @param status last known status
 * @param holding units assigned; empty before that
 */
public record BranchProgress(String branch, BranchStatus status, List<HeldUnit> holding) {
  public BranchProgress {
    Objects.requireNonNull(branch, "branch");
    Objects.requireNonNull(status, "status");
    holding = List.copyOf(holding);
    if (!holding.isEmpty() && !status.mayHaveAssigned()) {
      throw new IllegalStateException(
          "branch %s is %s and has assigned %s".formatted(branch, status, holding));
    }
  }

  BranchProgress now(BranchStatus newStatus) {
    return new BranchProgress(branch, newStatus, holding);
  }

  BranchProgress assigned(List<HeldUnit> what) {
    return new BranchProgress(branch, BranchStatus.ASSIGNED, what);
  }
}
