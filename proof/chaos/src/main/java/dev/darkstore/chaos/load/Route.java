package dev.darkstore.chaos.load;

import dev.darkstore.services.ServiceKind;

/** Key of an order that determines its partition at a service. */
public enum Route {
  ORDER(ServiceKind.COORDINATOR),
  STORE(ServiceKind.STORE),
  ZONE(ServiceKind.DELIVERY);

  private final ServiceKind service;

  Route(ServiceKind service) {
    this.service = service;
  }

  /** Returns the route to a service. */
  public static Route to(ServiceKind kind) {
    for (Route route : values()) {
      if (route.service == kind) {
        return route;
      }
    }
    throw new IllegalArgumentException("no route to " + kind);
  }
}
