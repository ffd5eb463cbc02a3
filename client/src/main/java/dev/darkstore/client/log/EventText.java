package dev.darkstore.client.log;

import dev.darkstore.client.log.LogEntry.Unreadable;
import dev.darkstore.events.AgentUpdate;
import dev.darkstore.events.Assigned;
import dev.darkstore.events.AssignmentFailed;
import dev.darkstore.events.CancelRefused;
import dev.darkstore.events.Commit;
import dev.darkstore.events.DeliverOrder;
import dev.darkstore.events.DeliveryNotification;
import dev.darkstore.events.HeldUnit;
import dev.darkstore.events.OrderLine;
import dev.darkstore.events.OrderPlaced;
import dev.darkstore.events.OrderRejected;
import dev.darkstore.events.PickOrder;
import dev.darkstore.events.PlaceOrder;
import dev.darkstore.events.Refusal;
import dev.darkstore.events.Release;
import dev.darkstore.events.Released;
import dev.darkstore.events.ReservationExpired;
import dev.darkstore.events.ReservationRefused;
import dev.darkstore.events.Reserve;
import dev.darkstore.events.Reserved;
import dev.darkstore.events.StockReceived;
import dev.darkstore.events.StockUpdate;
import dev.darkstore.events.StockWrittenOff;
import dev.darkstore.events.StoreNotification;
import dev.darkstore.schemas.DeadLetterHeaders;
import dev.darkstore.schemas.ResendMark;
import dev.darkstore.schemas.Text;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;

/** Short texts of events, safe for terminals. */
public final class EventText {
  private static final int UNITS_SHOWN_MAX = 2;
  private static final int LINES_SHOWN_MAX = 5;
  private static final int ATTRIBUTES_SHOWN_MAX = 5;

  private EventText() {}

  /** Returns the name of the event. */
  public static String name(Object body) {
    if (body instanceof DeadLetterHeaders) {
      return "DeadLetter";
    } else if (body instanceof ResendMark) {
      return "SentAgain";
    } else {
      return body.getClass().getSimpleName();
    }
  }

  /** Returns the detail that an event adds if order, store and zone are known; may be empty. */
  public static String detail(Object body) {
    return Text.escape(unescapedDetail(body));
  }

  /** Returns the text of an event for a reader who knows only its name and order; may be empty. */
  public static String sentence(LogEntry entry) {
    return Text.escape(unescapedSentence(entry));
  }

  /** Returns the name of an event and all its fields: the evidence of a report. */
  public static String evidence(Object body) {
    return Text.escape((name(body) + " " + fields(body)).strip());
  }

  /** Returns order lines as text: {@code 1 x bread, 2 x milk}. */
  public static String lines(List<OrderLine> lines) {
    return Text.escape(
        andMore(allLines(lines.stream().limit(LINES_SHOWN_MAX)), lines.size() - LINES_SHOWN_MAX));
  }

  /** Returns attributes as text: {@code amount=2450, card=visa}; empty if there are none. */
  public static String attributes(Map<String, String> attributes) {
    return Text.escape(
        andMore(
            allAttributes(attributes, ATTRIBUTES_SHOWN_MAX),
            attributes.size() - ATTRIBUTES_SHOWN_MAX));
  }

  /** Returns the units assigned to an order, as text. */
  public static String assignments(OrderPlaced placed) {
    return Text.escape(assigned(placed, EventText::units));
  }

  /** Returns a refusal as text. */
  public static String refusal(Refusal refusal) {
    return Text.escape(refusal.getReason() + ": " + refusal.getDetail());
  }

  private static String fields(Object body) {
    if (body instanceof PlaceOrder place) {
      return "%s, store %s, zone %s%s"
          .formatted(
              allLines(place.getLines().stream()),
              place.getStoreId(),
              place.getZoneId(),
              further(allAttributes(place.getAttributes(), Integer.MAX_VALUE)));
    } else if (body instanceof Reserve reserve) {
      return "%s for %s ms%s"
          .formatted(
              allLines(reserve.getLines().stream()),
              reserve.getHoldMillis(),
              further(allAttributes(reserve.getAttributes(), Integer.MAX_VALUE)));
    } else if (body instanceof Commit commit) {
      return "attempt " + commit.getAttempt();
    } else if (body instanceof Release release) {
      return "attempt " + release.getAttempt();
    } else if (body instanceof Reserved reserved) {
      return "%s until %s".formatted(changes(reserved.getHolding()), reserved.getExpiresAt());
    } else if (body instanceof ReservationRefused refused) {
      return refusal(refused.getRefusal());
    } else if (body instanceof ReservationExpired expired) {
      return "%s, returns %s; the timer was %s"
          .formatted(expired.getReason(), changes(expired.getHolding()), expired.getExpiresAt());
    } else if (body instanceof Assigned assigned) {
      return changes(assigned.getHolding());
    } else if (body instanceof AssignmentFailed failed) {
      return refusal(failed.getRefusal());
    } else if (body instanceof Released released) {
      return "returns " + changes(released.getHolding());
    } else if (body instanceof OrderPlaced placed) {
      return assigned(placed, units -> String.join(", ", units));
    } else if (body instanceof OrderRejected rejected) {
      return refusal(rejected.getRefusal());
    } else if (body instanceof CancelRefused refused) {
      return refusal(refused.getRefusal());
    } else if (body instanceof PickOrder pick) {
      return allLines(pick.getLines().stream());
    } else {
      return ""; // It has no further fields.
    }
  }

  private static String unescapedSentence(LogEntry entry) {
    Object body = entry.body();
    if (body instanceof PlaceOrder place) {
      return "%s from %s to %s, for %s%s"
          .formatted(
              lines(place.getLines()),
              place.getStoreId(),
              place.getZoneId(),
              place.getCustomerId(),
              further(attributes(place.getAttributes())));
    } else if (body instanceof OrderPlaced placed) {
      return assignments(placed);
    } else if (body instanceof OrderRejected rejected) {
      return refusal(rejected.getRefusal());
    } else if (body instanceof PickOrder pick) {
      return lines(pick.getLines()) + envelope(entry);
    } else if (body instanceof DeliverOrder deliver) {
      return "from %s to %s%s"
          .formatted(deliver.getStoreId(), deliver.getZoneId(), envelope(entry));
    } else if (body instanceof StockReceived received) {
      return lines(received.getLines()) + envelope(entry);
    } else if (body instanceof StockWrittenOff writtenOff) {
      return lines(writtenOff.getLines()) + envelope(entry);
    } else {
      return unescapedDetail(body) + envelope(entry);
    }
  }

  /** Returns the part of the text that only the envelope holds. */
  private static String envelope(LogEntry entry) {
    SpecificRecord envelope = entry.envelope().orElse(null);
    if (envelope instanceof AgentUpdate update) {
      return update.getAgentId() + " in " + update.getZoneId();
    } else if (envelope instanceof StockUpdate update) {
      return " in " + update.getStoreId();
    } else if (envelope instanceof StoreNotification notification) {
      return " in " + notification.getStoreId();
    } else if (envelope instanceof DeliveryNotification notification) {
      return ", by " + notification.getAgentId();
    } else {
      return "";
    }
  }

  private static String unescapedDetail(Object body) {
    if (body instanceof Reserve reserve) {
      return "hold for %s s".formatted(reserve.getHoldMillis() / 1_000);
    } else if (body instanceof Reserved reserved) {
      return held(reserved.getHolding());
    } else if (body instanceof ReservationRefused refused) {
      return refused.getRefusal().getDetail();
    } else if (body instanceof ReservationExpired expired) {
      return expired.getReason().name();
    } else if (body instanceof Commit commit) {
      return attempt(commit.getAttempt());
    } else if (body instanceof Release release) {
      return attempt(release.getAttempt());
    } else if (body instanceof Assigned assigned) {
      return held(assigned.getHolding());
    } else if (body instanceof AssignmentFailed failed) {
      return failed.getRefusal().getDetail();
    } else if (body instanceof Released released) {
      return released.getHolding().isEmpty() ? "held nothing" : held(released.getHolding());
    } else if (body instanceof OrderRejected rejected) {
      return rejected.getRefusal().getReason().name();
    } else if (body instanceof CancelRefused refused) {
      return refused.getRefusal().getDetail();
    } else if (body instanceof DeadLetterHeaders headers) {
      return letter(headers) + " (" + source(headers) + ")";
    } else if (body instanceof ResendMark mark) {
      return mark.toString();
    } else if (body instanceof Unreadable unreadable) {
      return unreadable.detail();
    } else {
      return "";
    }
  }

  /** Returns the reason of a dead letter as text. */
  public static String letter(DeadLetterHeaders headers) {
    return Text.escape(headers.reason() + ": " + headers.detail());
  }

  /** Returns the source of a dead letter as text. */
  public static String source(DeadLetterHeaders headers) {
    return Text.escape(
        "%s-%s@%s"
            .formatted(headers.sourceTopic(), headers.sourcePartition(), headers.sourceOffset()));
  }

  /** Returns the position of a resent record as text. */
  public static String target(ResendMark mark) {
    return Text.escape(
        "%s-%s@%s".formatted(mark.targetTopic(), mark.targetPartition(), mark.targetOffset()));
  }

  private static String attempt(int attempt) {
    return attempt == 1 ? "" : "attempt " + attempt;
  }

  private static String held(List<HeldUnit> holding) {
    return units(holding.stream().map(HeldUnit::getUnit).toList());
  }

  private static String changes(List<HeldUnit> holding) {
    return holding.isEmpty()
        ? "nothing"
        : holding.stream()
            .map(
                unit ->
                    "%s x %s (change %s, %s left)"
                        .formatted(
                            unit.getQuantity(),
                            unit.getUnit(),
                            unit.getChange(),
                            unit.getAvailable()))
            .collect(Collectors.joining(", "));
  }

  private static String assigned(OrderPlaced placed, Function<List<String>, String> units) {
    return placed.getAssignments().stream()
        .map(given -> given.getBranch() + ": " + units.apply(given.getUnits()))
        .collect(Collectors.joining("; "));
  }

  private static String allLines(Stream<OrderLine> lines) {
    return lines
        .map(line -> line.getQuantity() + " x " + line.getSku())
        .collect(Collectors.joining(", "));
  }

  private static String allAttributes(Map<String, String> attributes, int max) {
    return new TreeMap<>(attributes)
        .entrySet().stream()
            .limit(max)
            .map(attribute -> attribute.getKey() + "=" + attribute.getValue())
            .collect(Collectors.joining(", "));
  }

  /** Returns the text as the continuation of an enumeration; empty if it is empty. */
  static String further(String text) {
    return text.isEmpty() ? "" : ", " + text;
  }

  private static String units(List<String> units) {
    return andMore(
        units.stream().limit(UNITS_SHOWN_MAX).collect(Collectors.joining(", ")),
        units.size() - UNITS_SHOWN_MAX);
  }

  private static String andMore(String shown, int more) {
    return more > 0 ? shown + " and " + more + " more" : shown;
  }
}
