package dev.darkstore.schemas;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Name of a branch of an order: the share of one participant. It determines the branch's topics and
 * its participant; the {@link BranchTable} of an installation determines which branches there are.
 * Equal by text.
 */
public final class BranchName {
  /** Goods of a store. */
  public static final BranchName STORE =
      new BranchName("store", Principal.STORE, Optional.of(Principal.BACK_OFFICE));

  /** Agents of a zone. */
  public static final BranchName DELIVERY =
      new BranchName("delivery", Principal.DELIVERY, Optional.of(Principal.AGENTS));

  /** Maximum length: names of changelogs are long, and Kafka's limit is 249. */
  private static final int CHARACTERS_MAX = 32;

  private static final Pattern CHARACTERS = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");

  private final String text;
  private final Principal participant;
  private final Optional<Principal> clients;

  /** Topics, made at the first use: a topic refers to its branch. */
  private List<Topic> topics;

  private BranchName(String text, Principal participant, Optional<Principal> clients) {
    this.text = text;
    this.participant = participant;
    this.clients = clients;
  }

  /**
   * Returns the branch of this name.
   *
   * @throws IllegalArgumentException if there is a {@link #violation}
   */
  public static BranchName of(String text) {
    if (text.equals(STORE.text)) {
      return STORE;
    }
    if (text.equals(DELIVERY.text)) {
      return DELIVERY;
    }
    violation(text)
        .ifPresent(
            broken -> {
              throw new IllegalArgumentException("branch '" + Text.escape(text) + "' " + broken);
            });
    return new BranchName(text, Principal.participant(text), Optional.empty());
  }

  /** Returns the reason, as a predicate, why a text cannot name a branch; empty if it can. */
  static Optional<String> violation(String text) {
    if (text.length() > CHARACTERS_MAX || !CHARACTERS.matcher(text).matches()) {
      return Optional.of(
          "must have 1 to "
              + CHARACTERS_MAX
              + " lower-case letters, digits and single '-', and begin with a letter");
    }
    if (Topic.isBuiltIn(text)) {
      return Optional.of("would have a topic of the same name as another one; choose another name");
    }
    return isReserved(text)
        ? Optional.of("is the name of a user or a service; choose another name")
        : Optional.empty();
  }

  /** Returns true for names of principals that answer for no branch. */
  private static boolean isReserved(String text) {
    return Principal.COORDINATOR.name().equals(text)
        || Principal.WITHOUT_SERVICE.stream().anyMatch(principal -> principal.name().equals(text));
  }

  /** Returns the name as it is written in OrderPlaced, and as topic names begin with it. */
  public String text() {
    return text;
  }

  /** Returns the service that answers for the branch. */
  public Principal participant() {
    return participant;
  }

  /**
   * Returns the users who supply the participant, and whom placed orders are notified to; empty for
   * a further branch, whose participant learns from Settle that an order was placed.
   */
  public Optional<Principal> clients() {
    return clients;
  }

  /**
   * Returns the topic that has this role in the branch.
   *
   * @throws IllegalArgumentException if the branch has none
   */
  public Topic topic(Topic.Role role) {
    for (Topic topic : topics()) {
      if (topic.role() == role) {
        return topic;
      }
    }
    throw new IllegalArgumentException("branch " + text + " has no topic for " + role);
  }

  /** Returns the topics of the branch, by role. */
  public List<Topic> topics() {
    if (topics == null) {
      topics = Topic.ofBranch(this); // Immutable: made twice at most.
    }
    return topics;
  }

  /** Returns true for the topics of the branch. */
  public boolean owns(Topic topic) {
    return topic.branch().filter(this::equals).isPresent();
  }

  @Override
  public boolean equals(Object other) {
    return this == other || (other instanceof BranchName that && text.equals(that.text));
  }

  @Override
  public int hashCode() {
    return Objects.hashCode(text);
  }

  @Override
  public String toString() {
    return text;
  }
}
