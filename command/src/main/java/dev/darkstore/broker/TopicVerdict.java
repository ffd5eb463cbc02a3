package dev.darkstore.broker;

import dev.darkstore.schemas.Copartition;
import dev.darkstore.schemas.Topic;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * How a cluster's topics compare with the contract.
 *
 * @param problems what is wrong, a sentence each
 * @param remarks what is allowed, but not for data that matter
 */
public record TopicVerdict(List<String> problems, List<String> remarks) {
  private static final String FOR_EVER = "-1";

  /** Keeps copies. */
  public TopicVerdict {
    problems = List.copyOf(problems);
    remarks = List.copyOf(remarks);
  }

  /** Whether nothing is wrong. */
  public boolean isClean() {
    return problems.isEmpty();
  }

  /** The verdict on these topics. */
  public static TopicVerdict of(List<TopicState> states) {
    List<String> problems = new ArrayList<>();
    List<String> remarks = new ArrayList<>();
    Map<Topic, Integer> partitions = new EnumMap<>(Topic.class);
    for (TopicState state : states) {
      if (state.isMissing()) {
        problems.add(state.topic().topicName() + " is missing; 'darkstore topics create' makes it");
      } else {
        partitions.put(state.topic(), state.partitions());
        state.topic().configs().forEach((name, wanted) -> compare(state, name, wanted, problems));
      }
    }
    for (Copartition group : Copartition.values()) {
      if (group.topics().stream()
              .filter(partitions::containsKey)
              .map(partitions::get)
              .distinct()
              .count()
          > 1) {
        problems.add(unequal(group, partitions));
      }
    }
    remark(states, remarks);
    return new TopicVerdict(problems, remarks);
  }

  /** That these topics must have equally many partitions, and how many they have. */
  public static String unequal(Copartition group, Map<Topic, Integer> partitions) {
    return group.topics().stream()
        .filter(partitions::containsKey)
        .map(topic -> topic.topicName() + " " + partitions.get(topic))
        .collect(Collectors.joining(", ", "These must have equally many partitions: ", ""));
  }

  private static void compare(TopicState state, String name, String wanted, List<String> problems) {
    String actual = state.config(name).orElse("not known");
    boolean fits =
        switch (name) {
          // More is as good.
          case "retention.ms" -> actual.equals(FOR_EVER) || isAtLeast(actual, wanted);
          case "max.message.bytes" -> isAtLeast(actual, wanted);
          default -> actual.equals(wanted);
        };
    if (!fits) {
      problems.add(
          "%s has %s=%s; it must be %s%s"
              .formatted(
                  state.topic().topicName(),
                  name,
                  actual,
                  wanted,
                  name.equals("retention.ms") || name.equals("max.message.bytes")
                      ? " or more"
                      : ""));
    }
  }

  private static boolean isAtLeast(String actual, String wanted) {
    return isNumber(actual) && Long.parseLong(actual) >= Long.parseLong(wanted);
  }

  private static boolean isNumber(String text) {
    return text.matches("-?\\d{1,18}");
  }

  private static void remark(List<TopicState> states, List<String> remarks) {
    String alone = names(states, state -> state.replicas() == 1);
    if (!alone.isEmpty()) {
      remarks.add("one copy only, lost with its broker: " + alone);
    }
    String unsure =
        names(
            states,
            state ->
                state.replicas() > 1
                    && state.config("min.insync.replicas").filter("1"::equals).isPresent());
    if (!unsure.isEmpty()) {
      remarks.add(
          "min.insync.replicas is 1, so what is acknowledged may be on one broker only: " + unsure);
    }
  }

  private static String names(List<TopicState> states, Predicate<TopicState> condition) {
    return states.stream()
        .filter(state -> !state.isMissing())
        .filter(condition)
        .map(state -> state.topic().topicName())
        .collect(Collectors.joining(", "));
  }
}
