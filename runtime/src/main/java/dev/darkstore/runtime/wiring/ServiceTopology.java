package dev.darkstore.runtime.wiring;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.internals.InternalTopicConfig;
import org.apache.kafka.streams.processor.internals.InternalTopologyBuilder;
import org.apache.kafka.streams.processor.internals.InternalTopologyBuilder.TopicsInfo;
import org.apache.kafka.streams.processor.internals.ProcessorTopology;

/**
 * Topology of a service with access to its internal topics and processors, which Kafka Streams
 * exposes to subclasses only.
 */
public final class ServiceTopology extends Topology {
  /**
   * Internal topic of Kafka Streams.
   *
   * @param configs settings with which Kafka Streams would create it
   * @param sourceTopics topics read by the tasks that write it; it has as many partitions as the
   *     largest of them
   */
  public record Changelog(Map<String, String> configs, Set<String> sourceTopics) {
    /** Copies the collections. */
    public Changelog {
      configs = Map.copyOf(configs);
      sourceTopics = Set.copyOf(sourceTopics);
    }
  }

  /** Returns new processors, stores, sources and sinks of the topology. */
  public ProcessorTopology parts(StreamsConfig config) {
    return rewritten(config).buildTopology();
  }

  /**
   * Returns the topics that Kafka Streams would create for the topology, by name.
   *
   * @throws IllegalStateException if there are internal topics other than changelogs
   */
  public Map<String, Changelog> changelogs(StreamsConfig config) {
    long windowMillisMore =
        config.getLong(StreamsConfig.WINDOW_STORE_CHANGE_LOG_ADDITIONAL_RETENTION_MS_CONFIG);
    InternalTopologyBuilder builder = rewritten(config);
    // The changelogs of stores are known only after the topology has been built.
    builder.buildTopology();
    Map<String, Changelog> changelogs = new TreeMap<>();
    for (TopicsInfo topics : builder.subtopologyToTopicsInfo().values()) {
      if (!topics.repartitionSourceTopics.isEmpty()) {
        throw new IllegalStateException(
            "topics of another kind: " + topics.repartitionSourceTopics.keySet());
      }
      for (InternalTopicConfig topic : topics.stateChangelogTopics.values()) {
        changelogs.put(
            topic.name(),
            new Changelog(
                topic.properties(Map.of(), windowMillisMore), new HashSet<>(topics.sourceTopics)));
      }
    }
    return changelogs;
  }

  private InternalTopologyBuilder rewritten(StreamsConfig config) {
    return internalTopologyBuilder.rewriteTopology(config);
  }
}
