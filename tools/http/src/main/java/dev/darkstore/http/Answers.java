package dev.darkstore.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;

/** Responses in JSON. */
public final class Answers {

  private Answers() {}

  /** Returns an empty JSON object. */
  public static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  /** Sends a response. */
  public static void send(Context context, int status, ObjectNode body) {
    context.status(status).contentType("application/json").result(body.toPrettyString() + '\n');
  }

  /** Sends an error, as one sentence. */
  public static void refuse(Context context, int status, String why) {
    send(context, status, object().put("error", why));
  }
}
