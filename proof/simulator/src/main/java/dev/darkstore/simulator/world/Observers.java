package dev.darkstore.simulator.world;

import java.util.ArrayList;
import java.util.List;

/** Group of observers. */
final class Observers implements Observer {
  private final List<Observer> observers = new ArrayList<>();

  void add(Observer observer) {
    observers.add(observer);
  }

  @Override
  public void visible(LoggedRecord record) {
    observers.forEach(observer -> observer.visible(record));
  }

  @Override
  public void committed(
      ServiceKind service,
      int partition,
      List<LoggedRecord> read,
      List<LoggedRecord> written,
      List<Change> changes) {
    observers.forEach(o -> o.committed(service, partition, read, written, changes));
  }
}
