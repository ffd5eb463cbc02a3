package dev.darkstore.console.view;

import dev.darkstore.schemas.BranchName;
import dev.darkstore.schemas.Principal;
import dev.darkstore.schemas.Topic;
import java.util.Locale;

/** Lanes of an order's timeline, one per party: the customer, the coordinator, every branch. */
final class Lane {
  private Lane() {}

  /** Returns the lane of the party that writes the topic. */
  static String of(Topic topic) {
    if (topic.writer().equals(Principal.CUSTOMERS)) {
      return "CUSTOMER";
    }
    return topic
        .branch()
        .filter(branch -> !topic.writer().equals(Principal.COORDINATOR))
        .map(Lane::of)
        .orElse("COORDINATOR");
  }

  /** Returns the lane of a branch: its participant and its users. */
  static String of(BranchName branch) {
    return branch.text().toUpperCase(Locale.ROOT);
  }
}
