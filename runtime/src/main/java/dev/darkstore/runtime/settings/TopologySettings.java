package dev.darkstore.runtime.settings;

import dev.darkstore.runtime.metrics.ServiceMeters;
import dev.darkstore.runtime.output.AheadSender;
import dev.darkstore.runtime.state.ClusterFacts;
import dev.darkstore.runtime.state.StoreSuppliers;
import dev.darkstore.schemas.Installation;
import dev.darkstore.schemas.Topic;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Settings that a topology needs before it is built.
 *
 * @param installation installation that the topics belong to
 * @param retention time for which outcomes are remembered
 * @param tick minimum time between two checks of the timers
 * @param timersPerTick maximum number of timers that one tick handles while none is late; the rest
 *     waits for the next tick, so that a tick never delays normal traffic
 * @param partitions number of partitions of each topic that clients write
 * @param stores suppliers of the stores that keep the state
 * @param clock wall clock; only bounds record timestamps, everything else uses the context's time
 * @param facts facts about the cluster that the state of a task must fit
 * @param meters meters that count events
 * @param ahead sender of requests and votes ahead of the commit; empty if they are written in the
 *     Kafka transaction that decides them
 */
public record TopologySettings(
    Installation installation,
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
   * Creates settings of the default installation, without cluster facts and without meters; nothing
   * is sent ahead of the commit.
   */
  public TopologySettings(
      Duration retention,
      Duration tick,
      int timersPerTick,
      Map<Topic, Integer> partitions,
      StoreSuppliers stores,
      Clock clock) {
    this(
        Installation.DEFAULT,
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

  /** Returns these settings for another installation. */
  public TopologySettings in(Installation other) {
    return new TopologySettings(
        other, retention, tick, timersPerTick, partitions, stores, clock, facts, meters, ahead);
  }

  /** Returns these settings with a sender ahead of the commit. */
  public TopologySettings sendingAhead(AheadSender sender) {
    return new TopologySettings(
        installation,
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

  /** Returns the number of partitions of the topic. */
  public int partitionsOf(Topic topic) {
    Integer count = partitions.get(topic);
    if (count == null) {
      throw new IllegalArgumentException(
          "the number of partitions of '" + topic.topicName() + "' is unknown");
    }
    return count;
  }
}
