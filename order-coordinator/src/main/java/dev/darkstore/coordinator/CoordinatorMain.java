package dev.darkstore.coordinator;

import dev.darkstore.runtime.operations.ServiceProcess;
import dev.darkstore.runtime.service.ServiceDefinition;
import dev.darkstore.schemas.Principal;

/** Runs the order coordinator. */
public final class CoordinatorMain {
  private static final int HTTP_PORT = 8181;

  /** The order coordinator as a service. */
  public static final ServiceDefinition SERVICE =
      new ServiceDefinition(
          "coordinator",
          installation -> installation.topicsOf(Principal.COORDINATOR),
          (settings, topology) -> CoordinatorTopology.build(settings.timing(), topology),
          HTTP_PORT,
          OrderRoutes::new);

  private CoordinatorMain() {}

  /** Runs until the process is stopped; arguments name settings files. */
  public static void main(String[] arguments) {
    System.exit(ServiceProcess.run(SERVICE, arguments));
  }
}
