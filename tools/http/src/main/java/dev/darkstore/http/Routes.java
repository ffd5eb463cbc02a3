package dev.darkstore.http;

import io.javalin.router.JavalinDefaultRoutingApi;

/** Pages of a service, besides health and metrics. */
@FunctionalInterface
public interface Routes {
  /** No pages. */
  Routes NONE = routes -> {};

  /** Adds them; the limits and the token of the port apply to them too. */
  void addTo(JavalinDefaultRoutingApi routes);

  /** Returns true if a page needs no token, because it contains nothing confidential. */
  default boolean isOpen(String path) {
    return false;
  }
}
