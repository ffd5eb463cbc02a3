package dev.darkstore.http;

/** Part of a process that its HTTP port reports on. */
public interface Monitored {
  /** Returns the name of the part. */
  String name();

  /** Returns true if it has stopped after an error and will not restart. */
  boolean hasFailed();

  /** Returns its readiness to work. */
  Readiness readiness();

  /** Returns its pages. */
  Routes routes();
}
