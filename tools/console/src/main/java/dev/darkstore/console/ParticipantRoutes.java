package dev.darkstore.console;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.darkstore.http.Answers;
import dev.darkstore.http.Routes;
import io.javalin.http.Context;
import io.javalin.router.JavalinDefaultRoutingApi;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * HTTP resources {@code /api/participants/{name}/stop} and {@code start}: one change at a time per
 * participant.
 */
final class ParticipantRoutes implements Routes {
  private static final Logger log = LoggerFactory.getLogger(ParticipantRoutes.class);

  private final Participants participants;
  private final Map<String, String> underWay = new ConcurrentHashMap<>();
  private final Map<String, String> failures = new ConcurrentHashMap<>();

  ParticipantRoutes(Participants participants) {
    this.participants = participants;
  }

  @Override
  public void addTo(JavalinDefaultRoutingApi routes) {
    routes.post(
        "/api/participants/{name}/stop", context -> begin(context, "stopping", participants::stop));
    routes.post(
        "/api/participants/{name}/start",
        context -> begin(context, "starting", participants::start));
  }

  ObjectNode toJson() {
    ObjectNode json = Answers.object();
    ArrayNode all = json.putArray("participants");
    for (String name : participants.names()) {
      String state =
          underWay.getOrDefault(name, participants.isRunning(name) ? "running" : "stopped");
      ObjectNode one = all.addObject().put("name", name).put("state", state);
      if (failures.containsKey(name)) {
        one.put("failure", failures.get(name));
      }
    }
    return json;
  }

  private void begin(Context context, String doing, Consumer<String> action) {
    String name = context.pathParam("name");
    if (!participants.names().contains(name)) {
      Answers.refuse(context, 404, "there is no participant with this name");
      return;
    }
    boolean isToRun = doing.equals("starting");
    if (participants.isRunning(name) == isToRun) {
      Answers.refuse(context, 409, isToRun ? "it is running already" : "it is stopped already");
      return;
    }
    String before = underWay.putIfAbsent(name, doing);
    if (before != null) {
      Answers.refuse(context, 409, "it is " + before + " already");
      return;
    }
    failures.remove(name);
    Thread thread = new Thread(() -> carryOut(name, action), "console-" + doing + '-' + name);
    thread.setDaemon(true);
    thread.start();
    Answers.send(context, 202, Answers.object().put("name", name).put("state", doing));
  }

  private void carryOut(String name, Consumer<String> action) {
    try {
      action.accept(name);
    } catch (RuntimeException e) {
      log.error("{} failed", Thread.currentThread().getName(), e);
      failures.put(name, "this failed; see the log");
    } finally {
      underWay.remove(name);
    }
  }
}
