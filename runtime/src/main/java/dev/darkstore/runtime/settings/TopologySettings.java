package dev.darkstore.runtime.settings;

import dev.darkstore.runtime.metrics.ServiceMeters;
import dev.darkstore.runtime.output.AheadSender;
import dev.darkstore.runtime.state.ClusterFacts;
import dev.darkstore.runtime.state.StoreSuppliers;
import dev.darkstore.schemas.Topic;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Settings that a topology needs before it is built.
 *
 * @param retention time for which outcomes are remembered
 * @param tick shortest time between two looks at the timers
 * @param timersPerTick maximum number of timers that one tick handles while none is late; the rest
 *     waits for the next tick, so that a tick never holds up normal traffic
 * @param partitions number of partitions of each topic that clients write
 * @param stores suppliers of the stores that keep the state
 * @param clock wall clock; only to bound record timestamps, everything else asks the context
 * @param facts facts about the cluster that the state of a task must fit
 * @param meters meters that count events
 * @param ahead sender of requests and votes ahead of the commit; empty if they are written in the
 *     Kafka transaction that decides them
 */
public record TopologySettings(
    Duration retention,
    Duration tick,
    int timersPerTick,
    Map<Topic, Integer> partitions,
    StoreSuppliers stores,
    Clock clock,
    ClusterFacts facts,
    ServiceMeters meters,
    Optional<AheadSender> ahead) {
  public TopologySettings {
    partitions = Map.copyOf(partitions);
  }

  /**
   * Creates settings without a cluster to fit, and without anybody who reads the counts; nothing is
   * sent ahead.
   */
  public TopologySettings(
      Duration retention,
      Duration tick,
      int timersPerTick,
      Map<Topic, Integer> partitions,
      StoreSuppliers stores,
      Clock clock) {
    this(
        retention,
        tick,
        timersPerTick,
        partitions,
        stores,
        clock,
        ClusterFacts.UNKNOWN,
        ServiceMeters.unread(),
        Optional.empty());
  }

  /** Returns these settings with a sender for what goes ahead of the commit. */
  public TopologySettings sendingAhead(AheadSender sender) {
    return new TopologySettings(
        retention,
        tick,
        timersPerTick,
        partitions,
        stores,
        clock,
        facts,
        meters,
        Optional.of(sender));
  }

  /** How many partitions the topic has. */
  public int partitionsOf(Topic topic) {
    Integer count = partitions.get(topic);
    if (count == null) {
      throw new IllegalArgumentException(
          "the number of partitions of '" + topic.topicName() + "' is not known");
    }
    return count;
  }
}
