package dev.darkstore.console;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.darkstore.console.LogLookup.Lookup;
import dev.darkstore.console.LogLookup.UnreadException;
import dev.darkstore.console.view.OrderQuery;
import dev.darkstore.console.view.Projection;
import dev.darkstore.http.Answers;
import dev.darkstore.http.Routes;
import dev.darkstore.schemas.Limits;
import dev.darkstore.schemas.Text;
import io.javalin.http.Context;
import io.javalin.router.JavalinDefaultRoutingApi;
import java.util.Optional;
import java.util.function.Supplier;

/** Search of recent orders, and lookup of any other by its id in the log. */
final class OrderRoutes implements Routes {
  private final Supplier<Projection> projection;
  private final Lookup<ObjectNode> past;

  OrderRoutes(Supplier<Projection> projection, Lookup<ObjectNode> past) {
    this.projection = projection;
    this.past = past;
  }

  @Override
  public void addTo(JavalinDefaultRoutingApi routes) {
    routes.get("/api/orders", this::search);
    routes.get("/api/orders/{id}", this::answer);
  }

  private void search(Context context) {
    OrderQuery query;
    try {
      query = OrderQuery.of(context::queryParam, System.currentTimeMillis());
    } catch (IllegalArgumentException e) {
      Answers.refuse(context, 400, e.getMessage());
      return;
    }
    Answers.send(context, 200, projection.get().search(query));
  }

  private void answer(Context context) throws InterruptedException {
    String orderId = context.pathParam("id");
    Optional<ObjectNode> known = projection.get().order(orderId);
    if (known.isPresent()) {
      Answers.send(context, 200, known.get());
      return;
    }
    if (!Limits.isId(orderId)) {
      Answers.refuse(
          context,
          400,
          "%s is no order id: it must be 1 to %d characters of A-Z a-z 0-9 . _ -"
              .formatted(Text.quote(orderId), Limits.ID_CHARACTERS));
      return;
    }
    try {
      Optional<ObjectNode> found = past.find(orderId);
      if (found.isPresent()) {
        Answers.send(context, 200, found.get());
      } else {
        Answers.refuse(
            context,
            404,
            "the topics contain no order %s: it was not placed, or is older than their retention"
                .formatted(orderId));
      }
    } catch (UnreadException e) {
      Answers.refuse(context, 503, e.getMessage());
    }
  }
}
