package org.apache.kafka.streams;

import org.apache.kafka.streams.processor.internals.ProcessorTopology;

/**
 * Makes the runnable parts of a topology: what a stream thread does for each of its tasks. It lies
 * in Kafka's package, as {@link TopologyTestDriver} does, because Kafka shows these parts to nobody
 * else.
 */
public final class TopologyParts {
  private TopologyParts() {}

  /** Fresh processors, stores, sources and sinks of the topology. */
  public static ProcessorTopology of(Topology topology, StreamsConfig config) {
    return topology.internalTopologyBuilder.rewriteTopology(config).buildTopology();
  }
}
