package dev.darkstore.client.supply;

import dev.darkstore.client.cluster.Cluster;
import dev.darkstore.client.cluster.LogReader;
import dev.darkstore.client.log.LogEntry;
import dev.darkstore.events.AgentMovement;
import dev.darkstore.events.SupplyEvent;
import dev.darkstore.schemas.Topic;
import java.time.Duration;

/** Counter of agents who enter their zones: an online agent gets no order before that. */
public final class Entrances implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(100);

  private final Cluster cluster;
  private final LogReader reader;
  private int count;

  private Entrances(Cluster cluster, LogReader reader) {
    this.cluster = cluster;
    this.reader = reader;
  }

  /**
   * Returns a counter from the beginning of the log.
   *
   * @param cluster connection, which is closed with the counter
   */
  public static Entrances ever(Cluster cluster) {
    LogReader reader = new LogReader(cluster, "darkstore-entrances");
    reader.assign(Topic.AGENT_EVENTS);
    return new Entrances(cluster, reader);
  }

  /**
   * Returns a counter from now on.
   *
   * @param cluster connection, which is closed with the counter
   */
  public static Entrances fromNow(Cluster cluster) {
    Entrances entrances = ever(cluster);
    entrances.reader.seekToEnd();
    return entrances;
  }

  /** Waits until this number of agents has entered; returns false after the timeout. */
  public boolean await(int agents, Duration patience) {
    long endNanos = System.nanoTime() + patience.toNanos();
    while (count < agents) {
      if (System.nanoTime() - endNanos > 0) {
        return false;
      }
      reader.poll(POLL).stream()
          .map(LogEntry::of)
          .filter(Entrances::isEntrance)
          .forEach(entry -> count++);
    }
    return true;
  }

  private static boolean isEntrance(LogEntry entry) {
    return entry.envelope().orElse(null) instanceof SupplyEvent event
        && event.getMove() == AgentMovement.ENTERED;
  }

  @Override
  public void close() {
    reader.close();
    cluster.close();
  }
}
