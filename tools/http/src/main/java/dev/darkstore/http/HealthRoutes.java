package dev.darkstore.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import io.javalin.router.JavalinDefaultRoutingApi;
import java.util.List;
import java.util.function.Supplier;

/** Health pages: liveness and readiness of the services. */
final class HealthRoutes implements Routes {
  /** Common path prefix of these pages. */
  static final String PREFIX = "/health/";

  private static final int OK = 200;
  private static final int UNAVAILABLE = 503;

  private final Supplier<? extends List<? extends Monitored>> services;

  HealthRoutes(Supplier<? extends List<? extends Monitored>> services) {
    this.services = services;
  }

  @Override
  public void addTo(JavalinDefaultRoutingApi routes) {
    routes.get(PREFIX + "live", this::live);
    routes.get(PREFIX + "ready", this::ready);
  }

  /** Opens the health pages without a token: they contain nothing confidential. */
  @Override
  public boolean isOpen(String path) {
    return path.startsWith(PREFIX);
  }

  private void live(Context context) {
    List<String> failed =
        services.get().stream().filter(Monitored::hasFailed).map(Monitored::name).toList();
    ObjectNode answer = Answers.object().put("live", failed.isEmpty());
    failed.forEach(answer.putArray("failed")::add);
    Answers.send(context, failed.isEmpty() ? OK : UNAVAILABLE, answer);
  }

  private void ready(Context context) {
    ObjectNode answer = Answers.object();
    boolean ready = true;
    ArrayNode each = answer.putArray("services");
    for (Monitored service : services.get()) {
      Readiness readiness = service.readiness();
      ready &= readiness.isReady();
      ObjectNode one =
          each.addObject().put("service", service.name()).put("state", readiness.state());
      if (!readiness.isReady()) {
        one.put("why", readiness.why());
      }
    }
    answer.put("ready", ready);
    Answers.send(context, ready ? OK : UNAVAILABLE, answer);
  }
}
