package dev.darkstore.audit.order;

import dev.darkstore.schemas.BranchName;
import dev.darkstore.schemas.Topic;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Branches of the audited orders, numbered: store, delivery, then further ones. An order has store
 * and delivery; it has a further branch if a record shows it, since the branch may have been added
 * after the order.
 */
public final class BranchIndex {
  /** Number of the branches that every order has. */
  static final int ALWAYS = 2;

  private final List<BranchName> names;
  private final Map<BranchName, Integer> numbers = new HashMap<>();

  /** Numbers the branches of these topics. */
  public BranchIndex(Collection<Topic> topics) {
    List<BranchName> all = new ArrayList<>(List.of(BranchName.STORE, BranchName.DELIVERY));
    topics.stream()
        .flatMap(topic -> topic.branch().stream())
        .distinct()
        .filter(branch -> !all.contains(branch))
        .forEach(all::add);
    names = List.copyOf(all);
    for (int number = 0; number < names.size(); number++) {
      numbers.put(names.get(number), number);
    }
  }

  int size() {
    return names.size();
  }

  /** Returns the branches, by number. */
  List<BranchName> names() {
    return names;
  }

  /** Returns the number of a branch. */
  int of(BranchName name) {
    return numbers.get(name);
  }
}
