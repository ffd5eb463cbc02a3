package dev.darkstore.simulator.world;

import dev.darkstore.protocol.coordinator.CoordinatorTiming;
import java.time.Duration;
import java.time.Instant;

/**
 * How a world is made.
 *
 * @param partitions how many partitions every topic has, and so how many tasks every service
 * @param timing the coordinator's durations
 * @param tick how often tasks look whether a timer is due while {@link World#run} lets time pass;
 *     also the shortest time between two looks at the timers
 * @param timersPerTick how many timers one tick may handle
 * @param start the world's time when it begins
 * @param topologies what the services run
 * @param ahead whether requests and votes are sent ahead of the commit
 */
public record WorldSettings(
    int partitions,
    CoordinatorTiming timing,
    Duration tick,
    int timersPerTick,
    Instant start,
    Topologies topologies,
    boolean ahead) {

  /** One partition, the services' default durations, the production topologies. */
  public static final WorldSettings DEFAULTS =
      new WorldSettings(
          1,
          CoordinatorTiming.DEFAULTS,
          Duration.ofMillis(100),
          500,
          Instant.parse("2026-01-31T12:00:00Z"),
          Topologies.PRODUCTION,
          true);

  public WorldSettings {
    if (partitions < 1) {
      throw new IllegalArgumentException("partitions is " + partitions);
    }
  }

  /** Returns a copy with another number of partitions. */
  public WorldSettings withPartitions(int count) {
    return new WorldSettings(count, timing, tick, timersPerTick, start, topologies, ahead);
  }

  /** Returns a copy with other durations of the coordinator. */
  public WorldSettings withTiming(CoordinatorTiming durations) {
    return new WorldSettings(partitions, durations, tick, timersPerTick, start, topologies, ahead);
  }

  /** Returns a copy with another tick. */
  public WorldSettings withTick(Duration interval, int timersMax) {
    return new WorldSettings(partitions, timing, interval, timersMax, start, topologies, ahead);
  }

  /** Returns a copy that begins at another time. */
  public WorldSettings withStart(Instant other) {
    return new WorldSettings(partitions, timing, tick, timersPerTick, other, topologies, ahead);
  }

  /** Returns a copy with other topologies. */
  public WorldSettings withTopologies(Topologies other) {
    return new WorldSettings(partitions, timing, tick, timersPerTick, start, other, ahead);
  }

  /** Returns a copy with requests and votes ahead of the commit or in it. */
  public WorldSettings withAhead(boolean isAhead) {
    return new WorldSettings(partitions, timing, tick, timersPerTick, start, topologies, isAhead);
  }
}
