package dev.darkstore.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;

/** Answers in JSON. */
public final class Answers {

  private Answers() {}

  /** An answer to be filled. */
  public static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  /** Sends an answer. */
  public static void send(Context context, int status, ObjectNode body) {
    context.status(status).contentType("application/json").result(body.toPrettyString() + '\n');
  }

  /** Sends why there is no answer, in a sentence. */
  public static void refuse(Context context, int status, String why) {
    send(context, status, object().put("error", why));
  }
}
