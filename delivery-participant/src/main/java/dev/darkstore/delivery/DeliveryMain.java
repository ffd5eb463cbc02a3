package dev.darkstore.delivery;

import dev.darkstore.runtime.service.Service;
import dev.darkstore.runtime.service.ServiceDefinition;
import dev.darkstore.schemas.Topic;
import java.util.List;

/** Runs the delivery participant. */
public final class DeliveryMain {
  /** The delivery participant as a service. */
  public static final ServiceDefinition SERVICE =
      new ServiceDefinition(
          "delivery",
          List.of(Topic.DELIVERY_COMMANDS, Topic.AGENT_UPDATES, Topic.DELIVERY_EVENTS),
          (settings, topology) -> DeliveryTopology.build(topology));

  private DeliveryMain() {}

  /** Runs until the process is told to stop; arguments name settings files. */
  public static void main(String[] arguments) {
    System.exit(Service.run(SERVICE, arguments));
  }
}
