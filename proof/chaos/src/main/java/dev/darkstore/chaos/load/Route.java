package dev.darkstore.chaos.load;

import dev.darkstore.chaos.cluster.ServiceKind;

/** Which of an order's keys decides who of a service handles it. */
public enum Route {
  ORDER(ServiceKind.COORDINATOR),
  STORE(ServiceKind.STORE),
  ZONE(ServiceKind.DELIVERY);

  private final ServiceKind service;

  Route(ServiceKind service) {
    this.service = service;
  }

  /** The route to a service. */
  public static Route to(ServiceKind kind) {
    for (Route route : values()) {
      if (route.service == kind) {
        return route;
      }
    }
    throw new IllegalArgumentException("no route to " + kind);
  }
}
