package dev.darkstore.setup.topics;

import dev.darkstore.runtime.service.TopicDeviation;
import dev.darkstore.schemas.Installation;
import dev.darkstore.schemas.Topic;
import dev.darkstore.setup.topics.ChangelogState.Sight;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Comparison of a cluster with the requirements of services and audit.
 *
 * @param problems violations, one sentence each
 * @param remarks settings that are allowed, but not for production
 */
public record TopicVerdict(List<String> problems, List<String> remarks) {
  /** Copies the lists. */
  public TopicVerdict {
    problems = List.copyOf(problems);
    remarks = List.copyOf(remarks);
  }

  /** Returns true if there are no problems. */
  public boolean isClean() {
    return problems.isEmpty();
  }

  /** Returns the verdict on a cluster. */
  public static TopicVerdict of(ClusterTopics cluster) {
    List<String> problems = new ArrayList<>();
    List<String> remarks = new ArrayList<>();
    cluster.transactionVersion().ifPresent(problems::add);
    Map<Topic, Integer> partitions = new LinkedHashMap<>();
    for (TopicState state : cluster.topics()) {
      String name = state.name();
      if (state.isMissing()) {
        problems.add(name + " is missing; 'darkstore topics create' creates it");
      } else {
        partitions.put(state.topic(), state.partitions());
        problems.addAll(TopicDeviation.of(name, state.topic().configs(), state.configs()));
      }
    }
    for (List<Topic> group : cluster.installation().copartitions()) {
      if (group.stream().filter(partitions::containsKey).map(partitions::get).distinct().count()
          > 1) {
        problems.add(unequal(group, partitions, cluster.installation()));
      }
    }
    for (ChangelogState state : cluster.changelogs()) {
      problems.addAll(problems(state, partitions, cluster.installation()));
    }
    remark(cluster, remarks);
    return new TopicVerdict(problems, remarks);
  }

  private static List<String> problems(
      ChangelogState state, Map<Topic, Integer> partitions, Installation installation) {
    if (state.sight() != Sight.SEEN) {
      return List.of();
    }
    List<String> problems = new ArrayList<>();
    if (partitions.keySet().containsAll(state.topic().sources())) {
      state
          .topic()
          .violation(state.partitions(), partitions, installation)
          .ifPresent(problems::add);
    }
    problems.addAll(
        TopicDeviation.of(state.topic().name(), state.topic().configs(), state.configs()));
    return problems;
  }

  /** Returns a violation of equal partition counts, with the actual numbers. */
  public static String unequal(
      List<Topic> group, Map<Topic, Integer> partitions, Installation installation) {
    return group.stream()
        .filter(partitions::containsKey)
        .map(topic -> installation.nameOf(topic) + " " + partitions.get(topic))
        .collect(Collectors.joining(", ", "These must have equally many partitions: ", ""));
  }

  private static void remark(ClusterTopics cluster, List<String> remarks) {
    remark(
        remarks,
        "one copy only, lost with its broker: ",
        Stream.concat(
            names(cluster.topics(), state -> state.replicas() == 1),
            changelogs(cluster, state -> state.replicas() == 1)));
    remark(
        remarks,
        "min.insync.replicas is 1, so an acknowledged record may be on one broker only: ",
        Stream.concat(
            names(cluster.topics(), state -> state.replicas() > 1 && isOneInSync(state.configs())),
            changelogs(cluster, state -> state.replicas() > 1 && isOneInSync(state.configs()))));
    remark(
        remarks,
        "missing until its service or 'darkstore topics create' creates it: ",
        changelogs(cluster, state -> state.sight() == Sight.MISSING));
    remark(
        remarks,
        "not verified, since the right to describe it is missing: ",
        changelogs(cluster, state -> state.sight() == Sight.HIDDEN));
  }

  private static void remark(List<String> remarks, String what, Stream<String> topics) {
    String names = topics.collect(Collectors.joining(", "));
    if (!names.isEmpty()) {
      remarks.add(what + names);
    }
  }

  private static boolean isOneInSync(Map<String, String> configs) {
    return "1".equals(configs.get("min.insync.replicas"));
  }

  private static Stream<String> names(List<TopicState> states, Predicate<TopicState> condition) {
    return states.stream()
        .filter(state -> !state.isMissing())
        .filter(condition)
        .map(TopicState::name);
  }

  private static Stream<String> changelogs(
      ClusterTopics cluster, Predicate<ChangelogState> condition) {
    return cluster.changelogs().stream().filter(condition).map(state -> state.topic().name());
  }
}
