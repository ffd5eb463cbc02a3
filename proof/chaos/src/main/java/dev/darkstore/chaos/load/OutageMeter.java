package dev.darkstore.chaos.load;

import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;

/**
 * Times of outcomes, by the partitions of the orders. Shows how long a fault blocked a partition,
 * and if all partitions have recovered. Thread-safe.
 */
public final class OutageMeter {
  private final RunFixture world;
  private final Map<Route, Seen[]> decided = new EnumMap<>(Route.class);
  private final Map<Route, Seen[]> placed = new EnumMap<>(Route.class);

  public OutageMeter(RunFixture world) {
    this.world = world;
    for (Route route : Route.values()) {
      decided.put(route, Seen.perPartition(world.partitions()));
      placed.put(route, Seen.perPartition(world.partitions()));
    }
  }

  /** Records the outcome of an order. */
  synchronized void decided(OutcomeLedger.Decided order, boolean isPlaced, long nowNanos) {
    for (Route route : Route.values()) {
      int partition =
          world.partitionOf(
              switch (route) {
                case ORDER -> order.orderId();
                case STORE -> order.storeId();
                case ZONE -> order.zoneId();
              });
      decided.get(route)[partition].add(nowNanos, order.sentAtNanos());
      if (isPlaced) {
        placed.get(route)[partition].add(nowNanos, order.sentAtNanos());
      }
    }
  }

  /** Returns true if every partition of every route has placed an order sent after the time. */
  public synchronized boolean allPlacedSince(long sinceNanos) {
    return placed.values().stream()
        .flatMap(Arrays::stream)
        .allMatch(partition -> partition.latestSentAtNanos > sinceNanos && partition.size > 0);
  }

  /** Returns the longest time in the interval without an outcome on a partition of the routes. */
  public synchronized Duration longestWithoutOutcome(
      Set<Route> routes, long fromNanos, long toNanos) {
    return longest(decided, routes, fromNanos, toNanos);
  }

  /** Returns the longest time in the interval without a placed order on such a partition. */
  public synchronized Duration longestWithoutPlaced(
      Set<Route> routes, long fromNanos, long toNanos) {
    return longest(placed, routes, fromNanos, toNanos);
  }

  private static Duration longest(
      Map<Route, Seen[]> seen, Set<Route> routes, long fromNanos, long toNanos) {
    long longestNanos = 0;
    for (Route route : routes) {
      for (Seen partition : seen.get(route)) {
        longestNanos = Math.max(longestNanos, partition.longestGapNanos(fromNanos, toNanos));
      }
    }
    return Duration.ofNanos(longestNanos);
  }

  /** Times of the outcomes of one partition, in order. */
  private static final class Seen {
    private long[] atNanos = new long[256];
    private int size;
    private long latestSentAtNanos;

    static Seen[] perPartition(int partitions) {
      Seen[] all = new Seen[partitions];
      Arrays.setAll(all, p -> new Seen());
      return all;
    }

    void add(long nowNanos, long sentAtNanos) {
      latestSentAtNanos = size == 0 ? sentAtNanos : Math.max(latestSentAtNanos, sentAtNanos);
      if (size == atNanos.length) {
        atNanos = Arrays.copyOf(atNanos, 2 * size);
      }
      atNanos[size++] = nowNanos;
    }

    long longestGapNanos(long fromNanos, long toNanos) {
      long longest = 0;
      long last = fromNanos;
      for (int i = 0; i < size && atNanos[i] <= toNanos; i++) {
        if (atNanos[i] > last) {
          longest = Math.max(longest, atNanos[i] - last);
          last = atNanos[i];
        }
      }
      return Math.max(longest, toNanos - last);
    }
  }
}
