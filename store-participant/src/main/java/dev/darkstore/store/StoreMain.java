package dev.darkstore.store;

import dev.darkstore.http.Routes;
import dev.darkstore.runtime.operations.ServiceProcess;
import dev.darkstore.runtime.service.ServiceDefinition;
import dev.darkstore.schemas.Principal;

/** Runs the store participant. */
public final class StoreMain {
  private static final int HTTP_PORT = 8182;

  /** The store participant as a service. */
  public static final ServiceDefinition SERVICE =
      new ServiceDefinition(
          "store",
          installation -> installation.topicsOf(Principal.STORE),
          (settings, topology) -> StoreTopology.build(topology),
          HTTP_PORT,
          service -> Routes.NONE);

  private StoreMain() {}

  /** Runs until the process is stopped; arguments name settings files. */
  public static void main(String[] arguments) {
    System.exit(ServiceProcess.run(SERVICE, arguments));
  }
}
