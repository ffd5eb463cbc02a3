package dev.darkstore.topology.deploy;

import dev.darkstore.coordinator.CoordinatorMain;
import dev.darkstore.delivery.DeliveryMain;
import dev.darkstore.runtime.service.ServiceDefinition;
import dev.darkstore.runtime.settings.ServiceSettings;
import dev.darkstore.runtime.state.StoreSuppliers;
import dev.darkstore.runtime.topology.TopologySettings;
import dev.darkstore.schemas.Principal;
import dev.darkstore.schemas.Topic;
import dev.darkstore.store.StoreMain;
import java.time.Clock;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.kafka.streams.TopologyDescription;

/**
 * Which topics somebody reads and writes: for a service as its topology is, for others as the topic
 * table says.
 */
record TopicUse(Set<Topic> read, Set<Topic> written) {
  /** The services, by what they are called in the topic table. */
  static final Map<Principal, ServiceDefinition> SERVICES =
      Map.of(
          Principal.COORDINATOR, CoordinatorMain.SERVICE,
          Principal.STORE, StoreMain.SERVICE,
          Principal.DELIVERY, DeliveryMain.SERVICE);

  static TopicUse ofTable(Principal principal) {
    return new TopicUse(
        topics(t -> t.readers().contains(principal)), topics(t -> t.writer() == principal));
  }

  static TopicUse ofService(ServiceDefinition service) {
    ServiceSettings settings = ServiceSettings.of(Map.of());
    Map<Topic, Integer> partitions =
        Arrays.stream(Topic.values()).collect(Collectors.toMap(Function.identity(), t -> 1));
    TopologyDescription description =
        service
            .topology()
            .build(
                settings,
                new TopologySettings(
                    settings.retention(),
                    settings.tick(),
                    settings.timersPerTick(),
                    partitions,
                    StoreSuppliers.PERSISTENT,
                    Clock.systemUTC()))
            .describe();
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
    return Arrays.stream(Topic.values())
        .filter(matches)
        .collect(Collectors.toCollection(() -> EnumSet.noneOf(Topic.class)));
  }
}
