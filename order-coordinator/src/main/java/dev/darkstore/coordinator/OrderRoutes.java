package dev.darkstore.coordinator;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.darkstore.http.Answers;
import dev.darkstore.http.Routes;
import dev.darkstore.protocol.Refusal;
import dev.darkstore.protocol.coordinator.Assignment;
import dev.darkstore.protocol.coordinator.BranchProgress;
import dev.darkstore.protocol.coordinator.OrderState;
import dev.darkstore.protocol.coordinator.OrderState.Closed;
import dev.darkstore.protocol.coordinator.OrderState.Outcome;
import dev.darkstore.protocol.coordinator.OrderState.Transaction;
import dev.darkstore.protocol.coordinator.Phase;
import dev.darkstore.runtime.service.Service;
import dev.darkstore.runtime.service.StateUnavailableException;
import dev.darkstore.schemas.Limits;
import dev.darkstore.schemas.Text;
import dev.darkstore.schemas.Topic;
import io.javalin.http.Context;
import io.javalin.router.JavalinDefaultRoutingApi;

/**
 * HTTP resource {@code /orders/{id}}: the coordinator's state of an order. Read concurrently with
 * the thread that decides, so it may be ahead of the committed Kafka transaction; the records of
 * {@code order-events} are authoritative.
 */
final class OrderRoutes implements Routes {
  private static final String NOT_COMMITTED_YET =
      "as this instance sees it now; order-events has what is committed";

  private final Service coordinator;

  OrderRoutes(Service coordinator) {
    this.coordinator = coordinator;
  }

  @Override
  public void addTo(JavalinDefaultRoutingApi routes) {
    routes.get("/orders/{id}", this::answer);
  }

  private void answer(Context context) {
    String orderId = context.pathParam("id");
    if (!Limits.isId(orderId)) {
      Answers.refuse(
          context,
          400,
          "%s is no order id: it must be 1 to %s characters of A-Z a-z 0-9 . _ -"
              .formatted(Text.quote(orderId), Limits.ID_CHARACTERS));
      return;
    }
    OrderState state;
    try {
      state = read(orderId);
    } catch (StateUnavailableException e) {
      ObjectNode answer = Answers.object().put("error", e.getMessage());
      e.instance().ifPresent(instance -> answer.put("instance", instance));
      context.header("Retry-After", "1");
      Answers.send(context, 503, answer);
      return;
    }
    if (state instanceof Transaction inFlight) {
      Answers.send(context, 200, describe(orderId, inFlight));
    } else if (state instanceof Closed closed) {
      Answers.send(context, 200, describe(closed));
    } else {
      Answers.refuse(
          context,
          404,
          "no order is known under this id: it was not taken up yet, or longer ago than "
              + coordinator.retention().toSeconds()
              + " s");
    }
  }

  private OrderState read(String orderId) throws StateUnavailableException {
    return coordinator.read(
        Topic.ORDERS,
        orderId,
        CoordinatorProcessor.OPEN_STORE,
        stores ->
            TransactionStore.read(
                stores.open(CoordinatorProcessor.OPEN_STORE),
                stores.closed(CoordinatorProcessor.CLOSED_STORE),
                orderId));
  }

  private static ObjectNode describe(String orderId, Transaction inFlight) {
    ObjectNode answer =
        Answers.object().put("orderId", orderId).put("phase", inFlight.phase().name());
    // RELEASING: the rejection was published already.
    answer.put("outcome", inFlight.rejection().isPresent() ? "REJECTED" : null);
    inFlight.rejection().ifPresent(refusal -> describe(answer, refusal));
    answer.put("attempts", inFlight.attempts());
    ObjectNode branches = answer.putObject("branches");
    for (BranchProgress branch : inFlight.branches()) {
      branches.put(branch.branch(), branch.status().name());
    }
    return answer.put("note", NOT_COMMITTED_YET);
  }

  private static ObjectNode describe(Closed closed) {
    ObjectNode answer = Answers.object().put("orderId", closed.orderId());
    if (closed.outcome() instanceof Outcome.Placed placed) {
      answer.put("phase", Phase.PLACED.name()).put("outcome", Phase.PLACED.name());
      ObjectNode assignments = answer.putObject("assignments");
      for (Assignment assignment : placed.assignments()) {
        ArrayNode units = assignments.putArray(assignment.branch());
        assignment.units().forEach(units::add);
      }
    } else if (closed.outcome() instanceof Outcome.Rejected rejected) {
      answer.put("phase", Phase.REJECTED.name()).put("outcome", Phase.REJECTED.name());
      describe(answer, rejected.refusal());
    } else {
      throw new IllegalStateException("unhandled outcome " + closed.outcome());
    }
    return answer.put("note", NOT_COMMITTED_YET);
  }

  private static void describe(ObjectNode answer, Refusal refusal) {
    answer.put("reason", refusal.reason().name()).put("detail", refusal.detail());
  }
}
