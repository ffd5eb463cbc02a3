package dev.darkstore.http;

import io.javalin.router.JavalinDefaultRoutingApi;

/** The pages of a service, besides health and metrics. */
@FunctionalInterface
public interface Routes {
  /** No pages. */
  Routes NONE = routes -> {};

  /** Adds them; the limits and the token of the port hold for them too. */
  void addTo(JavalinDefaultRoutingApi routes);

  /** Returns true if a page needs no token, because it shows nothing that is worth one. */
  default boolean isOpen(String path) {
    return false;
  }
}
