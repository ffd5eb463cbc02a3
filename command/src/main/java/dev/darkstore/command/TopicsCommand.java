package dev.darkstore.command;

import dev.darkstore.broker.TopicSetup;
import dev.darkstore.schemas.Copartition;
import dev.darkstore.schemas.Topic;
import java.io.PrintWriter;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code darkstore topics}. */
@Command(name = "topics", description = "Creates the topics.")
final class TopicsCommand {
  @Spec private CommandSpec spec;

  /** {@code darkstore topics create}. */
  @Command(
      name = "create",
      description = {
        "Creates the topics that are missing, and leaves the others as they are.",
        "Exit status 1 if topics that must have equally many partitions have not."
      })
  int create(
      @Mixin ClusterOptions cluster,
      @Option(
              names = "--partitions",
              paramLabel = "N",
              defaultValue = "12",
              description =
                  "Partitions of each new topic (default: ${DEFAULT-VALUE}). They never change"
                      + " under live data, so choose for the load to come.")
          int partitions,
      @Option(
              names = "--replication-factor",
              paramLabel = "N",
              defaultValue = "3",
              description = "Copies of each new topic (default: ${DEFAULT-VALUE}).")
          short replicationFactor)
      throws InterruptedException {
    if (partitions < 1 || replicationFactor < 1) {
      throw new ParameterException(
          spec.commandLine(), "--partitions and --replication-factor are at least 1");
    }
    TopicSetup.Result result;
    try (Admin admin = Admin.create(cluster.clientConfig())) {
      result = TopicSetup.create(admin, partitions, replicationFactor);
    } catch (KafkaException e) {
      throw new UnusableException(
          "cannot create topics on " + cluster.bootstrapServer() + ": " + e.getMessage(), e);
    }
    return report(result, spec.commandLine().getOut());
  }

  private static int report(TopicSetup.Result result, PrintWriter out) {
    for (Topic topic : Topic.values()) {
      out.printf(
          "%-8s %-23s %d partitions%n",
          result.created().contains(topic) ? "created" : "exists",
          topic.topicName(),
          result.partitions().get(topic));
    }
    int status = Main.OK;
    for (Copartition group : Copartition.values()) {
      if (group.topics().stream().map(result.partitions()::get).distinct().count() > 1) {
        out.println("These must have equally many partitions: " + counts(group, result));
        status = Main.NOT_CLEAN;
      }
    }
    out.flush();
    return status;
  }

  private static String counts(Copartition group, TopicSetup.Result result) {
    Map<Topic, Integer> partitions = result.partitions();
    return group.topics().stream()
        .map(topic -> topic.topicName() + " " + partitions.get(topic))
        .collect(Collectors.joining(", "));
  }
}
