package dev.darkstore.console;

import java.util.List;

/** Services that run in the console's process, and can be stopped and started from it. */
public interface Participants {
  /** Returns their names, such as {@code store} and {@code delivery}. */
  List<String> names();

  /** Returns true if it is running. */
  boolean isRunning(String name);

  /** Starts it, and returns when it is running; may take seconds. */
  void start(String name);

  /** Stops it, and returns when it has stopped; may take seconds. */
  void stop(String name);
}
