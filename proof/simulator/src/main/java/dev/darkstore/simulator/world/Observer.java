package dev.darkstore.simulator.world;

import java.util.List;

/** Sees everything that happens in a world, when it has come to pass. */
public interface Observer {
  /** A record became visible. */
  void visible(LoggedRecord record);

  /**
   * A task committed; the records that it wrote became visible just before.
   *
   * @param read what it processed for the first time, in its order
   * @param written what it wrote: first what it sent ahead of the commit, then the rest, each in
   *     its order
   * @param changes the changes of its stores, in their order
   */
  void committed(
      ServiceKind service,
      int partition,
      List<LoggedRecord> read,
      List<LoggedRecord> written,
      List<Change> changes);
}
