package dev.darkstore.schemas;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Branches of an order, one per participant. Table from which the coordinator's routes, the access
 * rights and the tools derive which participants there are; the topics of each are those of the
 * {@link Topic} table that name it.
 */
public enum BranchName {
  STORE("store", Principal.STORE, Principal.BACK_OFFICE),
  DELIVERY("delivery", Principal.DELIVERY, Principal.AGENTS);

  private final String text;
  private final Principal participant;
  private final Principal clients;

  BranchName(String text, Principal participant, Principal clients) {
    this.text = text;
    this.participant = participant;
    this.clients = clients;
  }

  /** Returns the branch of this name, if there is one. */
  public static Optional<BranchName> named(String text) {
    return Arrays.stream(values()).filter(branch -> branch.text.equals(text)).findFirst();
  }

  /** Returns the name as it is written in OrderPlaced, and as topic names begin with it. */
  public String text() {
    return text;
  }

  /** Returns the service that answers for the branch. */
  public Principal participant() {
    return participant;
  }

  /** Returns the users who supply the participant, and whom placed orders are notified to. */
  public Principal clients() {
    return clients;
  }

  /**
   * Returns the topic that has this role in the branch.
   *
   * @throws IllegalArgumentException if the branch has none
   */
  public Topic topic(Topic.Role role) {
    return topics().stream()
        .filter(topic -> topic.role() == role)
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("branch " + text + " has no topic for " + role));
  }

  /** Returns the topics of the branch, in the table's order. */
  public List<Topic> topics() {
    return Arrays.stream(Topic.values()).filter(this::owns).toList();
  }

  /** Returns true for the topics of the branch. */
  public boolean owns(Topic topic) {
    return topic.branch().filter(branch -> branch == this).isPresent();
  }
}
