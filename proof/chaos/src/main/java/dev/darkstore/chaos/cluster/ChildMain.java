package dev.darkstore.chaos.cluster;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.util.Arrays;
import java.util.Locale;

/**
 * Main class of every child process: runs the class named by the first argument, and ends with the
 * harness. The child's standard input is a pipe held by the harness; when it closes, the harness
 * has ended, and the child exits.
 */
final class ChildMain {
  private static final int HARNESS_IS_GONE = 70;

  private ChildMain() {}

  /** Runs the class named by the first argument with the remaining arguments. */
  public static void main(String[] arguments) throws Throwable {
    Locale.setDefault(Locale.ROOT); // As the services do.
    Thread watch = new Thread(ChildMain::haltWithTheHarness, "harness-watch");
    watch.setDaemon(true);
    watch.start();
    try {
      Class.forName(arguments[0])
          .getMethod("main", String[].class)
          .invoke(null, (Object) Arrays.copyOfRange(arguments, 1, arguments.length));
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private static void haltWithTheHarness() {
    try {
      while (System.in.read() >= 0) {
        // Any input means that the harness is alive.
      }
    } catch (IOException e) {
      System.err.println("the harness cannot be watched: " + e);
    }
    Runtime.getRuntime().halt(HARNESS_IS_GONE);
  }
}
