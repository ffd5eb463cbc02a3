package dev.darkstore.setup.access;

import dev.darkstore.runtime.service.InternalTopic;
import dev.darkstore.runtime.service.ServiceDefinition;
import dev.darkstore.runtime.settings.ServiceSettings;
import dev.darkstore.schemas.Principal;
import dev.darkstore.schemas.Topic;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.kafka.streams.TopologyDescription;

/**
 * Topics that a principal reads and writes: for a service derived from its topology, for others
 * from the topic table.
 */
public record TopicUse(Set<Topic> read, Set<Topic> written) {
  /** Copies the collections. */
  public TopicUse {
    read = ordered(read);
    written = ordered(written);
  }

  /** Returns the topics of a principal in the topic table. */
  public static TopicUse ofTable(Principal principal) {
    return new TopicUse(
        topics(t -> t.readers().contains(principal)), topics(t -> t.writer() == principal));
  }

  /**
   * Returns the topics of the service's topology, including those for dead letters and for
   * forwarded records.
   */
  public static TopicUse ofService(ServiceDefinition service) {
    TopologyDescription description =
        InternalTopic.topology(service, ServiceSettings.of(Map.of())).describe();
    Set<Topic> read = EnumSet.noneOf(Topic.class);
    Set<Topic> written = EnumSet.noneOf(Topic.class);
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

  private static Set<Topic> topics(Predicate<Topic> matches) {
    return Arrays.stream(Topic.values()).filter(matches).collect(Collectors.toSet());
  }

  private static Set<Topic> ordered(Set<Topic> topics) {
    Set<Topic> ordered = EnumSet.noneOf(Topic.class);
    ordered.addAll(topics);
    return Collections.unmodifiableSet(ordered);
  }
}
