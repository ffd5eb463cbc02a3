package dev.darkstore.audit.record;

import dev.darkstore.schemas.BranchName;

/**
 * Unit of a participant's resource.
 *
 * @param branch branch of the participant
 * @param branchKey store or zone
 * @param unit sku or agent
 */
public record UnitId(BranchName branch, String branchKey, String unit) {
  @Override
  public String toString() {
    return switch (branch) {
      case STORE -> "sku " + unit + " in store " + branchKey;
      case DELIVERY -> "agent " + unit + " in zone " + branchKey;
    };
  }
}
