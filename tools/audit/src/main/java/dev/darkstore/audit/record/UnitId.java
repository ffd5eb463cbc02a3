package dev.darkstore.audit.record;

import dev.darkstore.schemas.BranchName;

/**
 * Unit of stock, or agent.
 *
 * @param branch branch of the participant
 * @param branchKey store or zone
 * @param unit sku or agent
 */
public record UnitId(BranchName branch, String branchKey, String unit) {
  @Override
  public String toString() {
    return branch.equals(BranchName.STORE)
        ? "sku " + unit + " in store " + branchKey
        : "agent " + unit + " in zone " + branchKey;
  }
}
