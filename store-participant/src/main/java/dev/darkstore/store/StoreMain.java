package dev.darkstore.store;

import dev.darkstore.http.Routes;
import dev.darkstore.runtime.operations.ServiceProcess;
import dev.darkstore.runtime.service.ServiceDefinition;
import dev.darkstore.schemas.Topic;
import java.util.List;

/** Runs the store participant. */
public final class StoreMain {
  private static final int HTTP_PORT = 8182;

  /** The store participant as a service. */
  public static final ServiceDefinition SERVICE =
      new ServiceDefinition(
          "store",
          List.of(
              Topic.STORE_COMMANDS,
              Topic.STORE_RELEASES,
              Topic.STOCK_UPDATES,
              Topic.STORE_VOTES,
              Topic.STORE_EVENTS,
              Topic.STOCK_EVENTS),
          (settings, topology) -> StoreTopology.build(topology),
          HTTP_PORT,
          service -> Routes.NONE);

  private StoreMain() {}

  /** Runs until the process is stopped; arguments name settings files. */
  public static void main(String[] arguments) {
    System.exit(ServiceProcess.run(SERVICE, arguments));
  }
}
