package dev.darkstore.delivery;

import dev.darkstore.http.Routes;
import dev.darkstore.runtime.operations.ServiceProcess;
import dev.darkstore.runtime.service.ServiceDefinition;
import dev.darkstore.schemas.Principal;

/** Runs the delivery participant. */
public final class DeliveryMain {
  private static final int HTTP_PORT = 8183;

  /** The delivery participant as a service. */
  public static final ServiceDefinition SERVICE =
      new ServiceDefinition(
          "delivery",
          installation -> installation.topicsOf(Principal.DELIVERY),
          (settings, topology) -> DeliveryTopology.build(topology),
          HTTP_PORT,
          service -> Routes.NONE);

  private DeliveryMain() {}

  /** Runs until the process is stopped; arguments name settings files. */
  public static void main(String[] arguments) {
    System.exit(ServiceProcess.run(SERVICE, arguments));
  }
}
