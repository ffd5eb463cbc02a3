package dev.darkstore.command;

import dev.darkstore.client.cluster.Cluster;
import dev.darkstore.client.terminal.Terminal;
import dev.darkstore.http.ExitStatus;
import dev.darkstore.runtime.service.InternalTopic;
import dev.darkstore.runtime.settings.ServiceSettings;
import dev.darkstore.schemas.Installation;
import dev.darkstore.schemas.Topic;
import dev.darkstore.services.ServiceKind;
import dev.darkstore.setup.topics.ChangelogState.Sight;
import dev.darkstore.setup.topics.ClusterTopics;
import dev.darkstore.setup.topics.TopicSetup;
import dev.darkstore.setup.topics.TopicState;
import dev.darkstore.setup.topics.TopicVerdict;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code darkstore topics}. */
@Command(name = "topics", description = "Creates, describes and verifies the topics.")
final class TopicsCommand {
  /** Width of the names of topics without a prefix. */
  private static final int NAME_CHARACTERS = 22;

  @Spec private CommandSpec spec;

  /** {@code darkstore topics create}. */
  @Command(
      name = "create",
      description = {
        "Creates missing topics, and leaves existing ones unchanged.",
        "This includes the changelogs of the services' state, so that services "
            + "need no right to create topics. Their retention follows from "
            + "darkstore.retention.ms in the file. Exit status 1 if partition counts "
            + "that must be equal differ, or if the brokers' transaction.version is too low."
      })
  int create(
      @Mixin ClusterOptions options,
      @Option(
              names = "--partitions",
              paramLabel = "N",
              defaultValue = "12",
              description =
                  "Number of partitions of each new topic (default: ${DEFAULT-VALUE}). They never change"
                      + " under live data, so choose for the future load.")
          int partitions,
      @Option(
              names = "--replication-factor",
              paramLabel = "N",
              defaultValue = "3",
              description = "Replication factor of each new topic (default: ${DEFAULT-VALUE}).")
          short replicationFactor,
      @Option(
              names = "--wait",
              paramLabel = "SECONDS",
              defaultValue = "0",
              description =
                  "Maximum time to wait for a starting cluster, that is for as many brokers as"
                      + " replicas (default: ${DEFAULT-VALUE}).")
          int waitSeconds)
      throws InterruptedException {
    requireAtLeastOne("--partitions", partitions);
    requireAtLeastOne("--replication-factor", replicationFactor);
    if (waitSeconds < 0) {
      throw new ParameterException(
          spec.commandLine(), "--wait is " + waitSeconds + "; it must be at least 0");
    }
    List<InternalTopic> internal = internalTopics(options.settings(System.getenv()));
    try (Cluster cluster = options.connect(replicationFactor, Duration.ofSeconds(waitSeconds))) {
      TopicSetup.Result result =
          TopicSetup.create(cluster.admin(), cluster.installation(), partitions, replicationFactor);
      List<String> created =
          TopicSetup.createInternal(
              cluster.admin(), internal, result.partitions(), replicationFactor);
      int status = report(result, cluster.installation());
      for (InternalTopic topic : internal) {
        terminal()
            .line("%-8s %s", created.contains(topic.name()) ? "created" : "exists", topic.name());
      }
      Optional<String> wrong = ClusterTopics.transactionVersion(cluster.admin());
      wrong.ifPresent(this::printProblem);
      return wrong.isPresent() ? ExitStatus.FAILED : status;
    }
  }

  /** {@code darkstore topics describe}. */
  @Command(name = "describe", description = "Prints the settings of the topics. Read-only.")
  int describe(
      @Mixin ClusterOptions options,
      @Option(names = "--json", description = "Print one JSON object.") boolean json)
      throws InterruptedException {
    List<TopicState> states = states(options);
    if (json) {
      terminal().line(TopicState.toJson(states, List.of()));
      return ExitStatus.OK;
    }
    int prefix = options.installation(System.getenv()).prefix().length();
    String name = "%%-%ds".formatted(NAME_CHARACTERS + prefix);
    terminal()
        .line(
            terminal()
                .dim(
                    name.formatted("topic")
                        + "  partitions  copies  retention  key          written by"));
    for (TopicState state : states) {
      Topic topic = state.topic();
      String set =
          state.isMissing()
              ? terminal().red("%10s".formatted("missing")) + " ".repeat(19)
              : "%10d  %6d  %9s".formatted(state.partitions(), state.replicas(), retention(state));
      terminal()
          .line(
              name + "  %s  %-11s  %s",
              state.name(),
              set,
              topic.key(),
              topic.writer().name().replace('-', ' '));
    }
    return ExitStatus.OK;
  }

  /** {@code darkstore topics verify}. */
  @Command(
      name = "verify",
      description = {
        "Compares a cluster with the requirements of the services and the audit: "
            + "partitions and settings of the topics, including the changelogs of the "
            + "services' state, and the brokers' transaction.version.",
        "Read-only. Exit status 1 if a requirement is violated; the output lists "
            + "every violation."
      })
  int verify(
      @Mixin ClusterOptions options,
      @Option(names = "--json", description = "Print one JSON object.") boolean json)
      throws InterruptedException {
    List<InternalTopic> internal = internalTopics(options.settings(System.getenv()));
    ClusterTopics topics;
    try (Cluster cluster = options.connect()) {
      topics = ClusterTopics.of(cluster.admin(), cluster.installation(), internal);
    }
    TopicVerdict verdict = TopicVerdict.of(topics);
    Terminal terminal = terminal();
    if (json) {
      terminal.line(TopicState.toJson(topics.topics(), verdict.problems()));
    } else {
      verdict.problems().forEach(this::printProblem);
      verdict.remarks().forEach(remark -> terminal.line(terminal.yellow("note   ") + remark));
      if (verdict.isClean()) {
        terminal.line(
            terminal.green("ok     ") + "%d topics are configured as required",
            topics.topics().size()
                + topics.changelogs().stream().filter(c -> c.sight() == Sight.SEEN).count());
      }
    }
    return verdict.isClean() ? ExitStatus.OK : ExitStatus.FAILED;
  }

  private static List<InternalTopic> internalTopics(ServiceSettings settings) {
    return Arrays.stream(ServiceKind.values())
        .flatMap(service -> InternalTopic.of(service.definition(), settings).stream())
        .toList();
  }

  private static List<TopicState> states(ClusterOptions options) throws InterruptedException {
    try (Cluster cluster = options.connect()) {
      return TopicState.of(cluster.admin(), cluster.installation());
    }
  }

  private static String retention(TopicState state) {
    long millis = state.config("retention.ms").map(Long::parseLong).orElse(-1L);
    if (millis < 0) {
      return "unlimited";
    }
    Duration kept = Duration.ofMillis(millis);
    return kept.toDays() > 0 ? kept.toDays() + " d" : kept.toMinutes() + " min";
  }

  private void printProblem(String problem) {
    terminal().line("%s", terminal().red("wrong  ") + problem);
  }

  private Terminal terminal() {
    return Terminal.standard(spec.commandLine().getOut());
  }

  private void requireAtLeastOne(String option, int value) {
    if (value < 1) {
      throw new ParameterException(
          spec.commandLine(), option + " is " + value + "; it must be at least 1");
    }
  }

  private int report(TopicSetup.Result result, Installation installation) {
    Terminal terminal = terminal();
    for (Topic topic : installation.topics()) {
      terminal.line(
          "%-8s %-" + (NAME_CHARACTERS + 1 + installation.prefix().length()) + "s %d partitions",
          result.created().contains(topic) ? "created" : "exists",
          installation.nameOf(topic),
          result.partitions().get(topic));
    }
    int status = ExitStatus.OK;
    for (List<Topic> group : installation.copartitions()) {
      if (group.stream().map(result.partitions()::get).distinct().count() > 1) {
        terminal.line(TopicVerdict.unequal(group, result.partitions(), installation));
        status = ExitStatus.FAILED;
      }
    }
    return status;
  }
}
