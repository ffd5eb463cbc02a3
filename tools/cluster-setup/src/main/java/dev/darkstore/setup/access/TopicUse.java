package dev.darkstore.setup.access;

import dev.darkstore.runtime.service.InternalTopic;
import dev.darkstore.runtime.service.ServiceDefinition;
import dev.darkstore.runtime.settings.ServiceSettings;
import dev.darkstore.schemas.BranchTable;
import dev.darkstore.schemas.Installation;
import dev.darkstore.schemas.Principal;
import dev.darkstore.schemas.Topic;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.streams.TopologyDescription;

/**
 * Topics that a principal reads and writes: for a service derived from its topology, for others
 * from the topic table.
 */
public record TopicUse(Set<Topic> read, Set<Topic> written) {
  /** Copies the collections. */
  public TopicUse {
    read = Set.copyOf(read);
    written = Set.copyOf(written);
  }

  /** Returns the topics of a principal in the topic table. */
  public static TopicUse ofTable(Installation installation, Principal principal) {
    return new TopicUse(
        Set.copyOf(installation.readBy(principal)),
        installation.topics().stream()
            .filter(topic -> topic.writer().equals(principal))
            .collect(Collectors.toSet()));
  }

  /** Returns the topics of a further branch's participant: those of the table, and dead letters. */
  static TopicUse ofParticipant(Installation installation, Principal participant) {
    TopicUse use = ofTable(installation, participant);
    Set<Topic> written = new HashSet<>(use.written());
    written.add(Topic.DEAD_LETTERS);
    return new TopicUse(use.read(), written);
  }

  /**
   * Returns the topics of the service's topology, including those for dead letters and for
   * forwarded records.
   */
  public static TopicUse ofService(ServiceDefinition service, Installation installation) {
    TopologyDescription description =
        InternalTopic.topology(
                service,
                ServiceSettings.of(Map.of(BranchTable.SETTING, installation.branches().toString())))
            .describe();
    Set<Topic> read = new HashSet<>();
    Set<Topic> written = new HashSet<>();
    for (TopologyDescription.Subtopology part : description.subtopologies()) {
      for (TopologyDescription.Node node : part.nodes()) {
        if (node instanceof TopologyDescription.Source source) {
          source.topicSet().forEach(topic -> read.add(Topic.named(topic).orElseThrow()));
        } else if (node instanceof TopologyDescription.Sink sink) {
          written.add(Topic.named(sink.topic()).orElseThrow());
        }
      }
    }
    return new TopicUse(read, written);
  }
}
