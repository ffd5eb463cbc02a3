package dev.darkstore.simulator.world;

import dev.darkstore.protocol.coordinator.CoordinatorTiming;
import dev.darkstore.schemas.BranchTable;
import dev.darkstore.schemas.Installation;
import dev.darkstore.schemas.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/**
 * Settings of a world.
 *
 * @param partitions number of partitions of every topic, and hence of tasks of every service
 * @param timing durations of the coordinator
 * @param tick interval of the ticks in {@link World#run}, and the services' minimum time between
 *     two checks of the timers
 * @param timersPerTick maximum number of timers handled in one tick
 * @param start initial time of the world
 * @param topologies topologies of the services
 * @param ahead true if requests and votes are sent ahead of the commit
 * @param installation installation with the branches of the orders
 */
public record WorldSettings(
    int partitions,
    CoordinatorTiming timing,
    Duration tick,
    int timersPerTick,
    Instant start,
    Topologies topologies,
    boolean ahead,
    Installation installation) {

  /**
   * Default settings: one partition, the services' default durations, the production topologies.
   */
  public static final WorldSettings DEFAULTS =
      new WorldSettings(
          1,
          CoordinatorTiming.DEFAULTS,
          Duration.ofMillis(100),
          500,
          Instant.parse("2026-01-31T12:00:00Z"),
          Topologies.PRODUCTION,
          true,
          Installation.DEFAULT);

  public WorldSettings {
    if (partitions < 1) {
      throw new IllegalArgumentException("partitions is " + partitions);
    }
  }

  /** Returns a copy with another number of partitions. */
  public WorldSettings withPartitions(int count) {
    return new WorldSettings(
        count, timing, tick, timersPerTick, start, topologies, ahead, installation);
  }

  /** Returns a copy with other durations of the coordinator. */
  public WorldSettings withTiming(CoordinatorTiming durations) {
    return new WorldSettings(
        partitions, durations, tick, timersPerTick, start, topologies, ahead, installation);
  }

  /** Returns a copy with another tick. */
  public WorldSettings withTick(Duration interval, int timersMax) {
    return new WorldSettings(
        partitions, timing, interval, timersMax, start, topologies, ahead, installation);
  }

  /** Returns a copy that begins at another time. */
  public WorldSettings withStart(Instant other) {
    return new WorldSettings(
        partitions, timing, tick, timersPerTick, other, topologies, ahead, installation);
  }

  /** Returns a copy with other topologies. */
  public WorldSettings withTopologies(Topologies other) {
    return new WorldSettings(
        partitions, timing, tick, timersPerTick, start, other, ahead, installation);
  }

  /** Returns a copy with requests and votes sent ahead of the commit, or in it. */
  public WorldSettings withAhead(boolean isAhead) {
    return new WorldSettings(
        partitions, timing, tick, timersPerTick, start, topologies, isAhead, installation);
  }

  /** Returns a copy with other branches of the orders. */
  public WorldSettings withBranches(BranchTable branches) {
    return new WorldSettings(
        partitions,
        timing,
        tick,
        timersPerTick,
        start,
        topologies,
        ahead,
        new Installation("", branches));
  }

  /** Returns the services of the world: the coordinator, and a participant for each branch. */
  public List<ServiceKind> services() {
    return Arrays.stream(ServiceKind.values())
        .filter(service -> installation.services().contains(service.principal()))
        .toList();
  }

  /** Returns the topics that a service reads. */
  public List<Topic> inputs(ServiceKind service) {
    return installation.readBy(service.principal());
  }
}
