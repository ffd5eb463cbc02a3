package dev.darkstore.command.orders;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.darkstore.client.log.EventText;
import dev.darkstore.client.log.LogEntry;
import dev.darkstore.events.CancelRefused;
import dev.darkstore.events.OrderPlaced;
import dev.darkstore.events.OrderRejected;
import dev.darkstore.events.Refusal;
import dev.darkstore.schemas.DeadLetterHeaders;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Optional;

/**
 * Outcome of a request that was sent for an order.
 *
 * @param orderId id of the order
 * @param kind kind of the outcome
 * @param reason reason for programs, of a rejection or a dead letter; empty for other outcomes
 * @param detail explanation for people; may be empty
 * @param millis time from sending the request to reading the reply
 */
public record RequestOutcome(
    String orderId, Kind kind, Optional<String> reason, String detail, long millis) {
  private static final JsonFactory JSON = new JsonFactory();

  /** Kind of outcome. */
  public enum Kind {
    /** Sent, without waiting for an outcome. */
    SENT,
    /** Goods and agent are assigned to the order. */
    PLACED,
    /** Nothing is taken for the order, and nothing will be taken. */
    REJECTED,
    /** It is too late to cancel. */
    CANCEL_REFUSED,
    /** No service could process it. */
    DEAD_LETTER,
    /** It could not be sent. */
    NOT_SENT,
    /** No reply arrived in time. */
    UNKNOWN;

    /** Returns the text for people. */
    public String inWords() {
      return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
  }

  /** Creates an outcome without a reason. */
  RequestOutcome(String orderId, Kind kind, String detail, long millis) {
    this(orderId, kind, Optional.empty(), detail, millis);
  }

  /** Returns the outcome in an event, if it has one. */
  static Optional<RequestOutcome> of(LogEntry entry, long millis) {
    String orderId = entry.orderId().orElse("");
    Object body = entry.body();
    if (body instanceof OrderPlaced placed) {
      return Optional.of(
          new RequestOutcome(orderId, Kind.PLACED, EventText.assignments(placed), millis));
    } else if (body instanceof OrderRejected rejected) {
      return Optional.of(refused(orderId, Kind.REJECTED, rejected.getRefusal(), millis));
    } else if (body instanceof CancelRefused refused) {
      return Optional.of(refused(orderId, Kind.CANCEL_REFUSED, refused.getRefusal(), millis));
    } else if (body instanceof DeadLetterHeaders said) {
      return Optional.of(
          new RequestOutcome(
              orderId,
              Kind.DEAD_LETTER,
              Optional.of(said.reason().name()),
              EventText.letter(said),
              millis));
    } else {
      return Optional.empty();
    }
  }

  private static RequestOutcome refused(String orderId, Kind kind, Refusal refusal, long millis) {
    return new RequestOutcome(
        orderId, kind, Optional.of(refusal.getReason().name()), EventText.refusal(refusal), millis);
  }

  /** Returns the outcome as one JSON object, on one line. */
  public String toJson() {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartObject();
      json.writeStringField("orderId", orderId);
      json.writeStringField("outcome", kind.name());
      json.writeStringField("reason", reason.orElse(null));
      json.writeStringField("detail", detail);
      json.writeNumberField("millis", millis);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory cannot fail", e);
    }
    return text.toString();
  }
}
