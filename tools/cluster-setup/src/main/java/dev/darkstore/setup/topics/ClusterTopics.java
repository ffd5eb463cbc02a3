package dev.darkstore.setup.topics;

import dev.darkstore.runtime.service.InternalTopic;
import dev.darkstore.runtime.service.TransactionVersion;
import dev.darkstore.schemas.Installation;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;

/**
 * Properties of a cluster that services and audit rely on.
 *
 * @param installation installation that the topics belong to
 * @param topics our topics
 * @param changelogs changelogs of the services' state
 * @param transactionVersion violation if the brokers do not protect transactions; empty if they do
 */
public record ClusterTopics(
    Installation installation,
    List<TopicState> topics,
    List<ChangelogState> changelogs,
    Optional<String> transactionVersion) {
  /** Copies the lists. */
  public ClusterTopics {
    topics = List.copyOf(topics);
    changelogs = List.copyOf(changelogs);
  }

  /**
   * Reads them from the cluster.
   *
   * @throws org.apache.kafka.common.KafkaException if the cluster does not reply
   */
  public static ClusterTopics of(
      Admin admin, Installation installation, Collection<InternalTopic> changelogs)
      throws InterruptedException {
    return new ClusterTopics(
        installation,
        TopicState.of(admin, installation),
        ChangelogState.of(admin, changelogs),
        transactionVersion(admin));
  }

  /**
   * Returns the violation if the brokers do not protect transactions; empty if they do.
   *
   * @throws org.apache.kafka.common.KafkaException if the cluster does not reply
   */
  public static Optional<String> transactionVersion(Admin admin) throws InterruptedException {
    try {
      return TransactionVersion.violation(admin.describeFeatures().featureMetadata().get());
    } catch (ExecutionException e) {
      throw TopicSetup.failure("the cluster's features cannot be described", e);
    }
  }
}
