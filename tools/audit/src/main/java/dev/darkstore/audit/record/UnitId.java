package dev.darkstore.audit.record;

/**
 * A unit of a participant's resource.
 *
 * @param branch whose resource
 * @param branchKey the store, or the zone
 * @param unit the sku, or the agent
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
