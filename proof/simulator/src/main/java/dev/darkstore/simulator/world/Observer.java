package dev.darkstore.simulator.world;

import java.util.List;

/** Observer of the committed events of a world. */
public interface Observer {
  /** Notifies of a record that became visible. */
  void visible(LoggedRecord record);

  /**
   * Notifies of a task's commit; its records became visible just before.
   *
   * @param read records processed for the first time, in their order
   * @param written records written: first those sent ahead of the commit, then the rest, each in
   *     their order
   * @param changes changes of its stores, in their order
   */
  void committed(
      ServiceKind service,
      int partition,
      List<LoggedRecord> read,
      List<LoggedRecord> written,
      List<Change> changes);
}
