package dev.darkstore.services;

import dev.darkstore.http.ExitStatus;
import dev.darkstore.runtime.operations.ServiceProcess;
import java.util.Arrays;

/** Program of the service image: runs the service that the first argument names. */
public final class ServicesMain {
  private ServicesMain() {}

  /** Runs until the process is stopped; further arguments name settings files. */
  public static void main(String[] arguments) {
    System.exit(run(arguments));
  }

  static int run(String... arguments) {
    ServiceKind service;
    try {
      service = ServiceKind.named(arguments.length == 0 ? "" : arguments[0]);
    } catch (IllegalArgumentException e) {
      System.err.println("darkstore: " + e.getMessage());
      return ExitStatus.UNUSABLE;
    }
    return run(service, Arrays.copyOfRange(arguments, 1, arguments.length));
  }

  /**
   * Runs a service until the process is stopped, with its log on.
   *
   * @param files names of settings files
   * @return exit status, as of {@link ServiceProcess#run}
   */
  public static int run(ServiceKind service, String... files) {
    // Before the first log line: a service logs its start, running state and stop.
    System.getProperties().putIfAbsent("darkstore.log.level", "INFO");
    return ServiceProcess.run(service.definition(), files);
  }
}
