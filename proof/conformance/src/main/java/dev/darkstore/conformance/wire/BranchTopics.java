package dev.darkstore.conformance.wire;

import dev.darkstore.schemas.Installation;
import dev.darkstore.schemas.Topic;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Names of a branch's topics, by convention. All topic names of the kit are made here.
 *
 * @param branch name of the branch
 * @param commands requests: Reserve, Commit
 * @param releases end of orders: Release, Settle
 * @param events replies
 * @param votes Reserved, sent ahead of the commit
 * @param supply supply topics; present for the branches of this project only
 */
public record BranchTopics(
    String branch,
    String commands,
    String releases,
    String events,
    String votes,
    Optional<SupplyTopics> supply) {

  /**
   * Topics over which a participant is supplied.
   *
   * @param updates supply records
   * @param events answers to them
   */
  public record SupplyTopics(String updates, String events) {}

  /** Returns the topics of the branch with this name, in the installation without a prefix. */
  public static BranchTopics of(String branch) {
    return of(branch, Installation.DEFAULT);
  }

  /** Returns the topics of the branch with this name, by their names on the cluster. */
  public static BranchTopics of(String branch, Installation installation) {
    return new BranchTopics(
        branch,
        installation.prefixed(branch + "-commands"),
        installation.prefixed(branch + "-releases"),
        installation.prefixed(branch + "-events"),
        installation.prefixed(branch + "-votes"),
        supply(branch, installation));
  }

  private static Optional<SupplyTopics> supply(String branch, Installation installation) {
    return Topic.builtIn().stream()
        .filter(topic -> topic.role() == Topic.Role.SUPPLY_UPDATES)
        .flatMap(topic -> topic.branch().stream())
        .filter(ours -> ours.text().equals(branch))
        .findFirst()
        .map(
            ours ->
                new SupplyTopics(
                    installation.nameOf(ours.topic(Topic.Role.SUPPLY_UPDATES)),
                    installation.nameOf(ours.topic(Topic.Role.SUPPLY_EVENTS))));
  }

  /** Returns the topics that the participant writes and the kit reads. */
  public List<String> read() {
    return Stream.concat(Stream.of(events, votes), supply.map(SupplyTopics::events).stream())
        .toList();
  }

  /** Returns the topics that the kit writes and the participant reads. */
  public List<String> written() {
    return Stream.concat(Stream.of(commands, releases), supply.map(SupplyTopics::updates).stream())
        .toList();
  }
}
