package dev.darkstore.schemas;

import dev.darkstore.events.AgentMove;
import dev.darkstore.events.AgentOffline;
import dev.darkstore.events.AgentOnline;
import dev.darkstore.events.AgentUpdate;
import dev.darkstore.events.Assigned;
import dev.darkstore.events.AssignmentFailed;
import dev.darkstore.events.BranchCommand;
import dev.darkstore.events.BranchEvent;
import dev.darkstore.events.BranchRelease;
import dev.darkstore.events.CancelOrder;
import dev.darkstore.events.DeliveryCompleted;
import dev.darkstore.events.HeldUnit;
import dev.darkstore.events.OrderLine;
import dev.darkstore.events.OrderRequest;
import dev.darkstore.events.PlaceOrder;
import dev.darkstore.events.Refusal;
import dev.darkstore.events.Released;
import dev.darkstore.events.ReservationExpired;
import dev.darkstore.events.ReservationRefused;
import dev.darkstore.events.Reserve;
import dev.darkstore.events.Reserved;
import dev.darkstore.events.Shortage;
import dev.darkstore.events.StockReceived;
import dev.darkstore.events.StockUpdate;
import dev.darkstore.events.StockWrittenOff;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Limits of the contract. They bound the cost of one record and of its consequences: a valid order
 * leads to commands and events well below the record limit.
 */
public final class Limits {
  /** Maximum size of a record's value, in bytes. */
  public static final int RECORD_BYTES = 64 * 1024;

  /**
   * Maximum length of an id: of an order, a customer, a store, a zone, a sku, an agent or an
   * update.
   */
  public static final int ID_CHARACTERS = 64;

  /** Maximum number of lines of an order or a supply record; the minimum is 1. */
  public static final int LINES = 100;

  /**
   * Maximum number of units that a branch other than store and delivery holds for an order: the
   * units of all branches are part of the transaction's state, which is limited to {@link
   * #RECORD_BYTES}.
   */
  public static final int FURTHER_UNITS = 16;

  /** Maximum number of attributes of an order. */
  public static final int ATTRIBUTES = 16;

  /** Maximum size of an attribute's name, in bytes of UTF-8; the minimum is 1. */
  public static final int ATTRIBUTE_NAME_BYTES = 64;

  /** Maximum size of an attribute's value, in bytes of UTF-8; it may be empty. */
  public static final int ATTRIBUTE_VALUE_BYTES = 256;

  /** Maximum quantity of an order's line; the minimum is 1. */
  public static final int ORDER_QUANTITY = 1_000;

  /** Maximum quantity of a supply record's line; the minimum is 1. */
  public static final int SUPPLY_QUANTITY = 1_000_000;

  /** Maximum hold of a command: one year. */
  public static final long HOLD_MILLIS = 365L * 24 * 60 * 60 * 1_000;

  /**
   * Maximum size of a refusal's text: the detail and the skus of its shortages, in bytes of UTF-8.
   * The coordinator stores it with the order and with the holding of every branch, and forwards it.
   * A shortage of {@value #LINES} skus of maximum length stays within it.
   */
  public static final int REFUSAL_TEXT_BYTES = 16_000;

  private Limits() {}

  /**
   * Returns true if the text is a well-formed id: 1 to {@value #ID_CHARACTERS} characters of {@code
   * A-Z a-z 0-9 . _ -}. Such an id needs no escaping in a log, a path, a header or a command line.
   */
  public static boolean isId(String text) {
    if (text == null || text.isEmpty() || text.length() > ID_CHARACTERS) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      if (!isIdCharacter(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  /** Returns the first violated limit of the request, as a sentence; empty if there is none. */
  public static Optional<String> violation(OrderRequest request) {
    Optional<String> id = id("orderId", request.getOrderId());
    if (id.isPresent()) {
      return id;
    }
    if (request.getBody() instanceof PlaceOrder place) {
      return id("customerId", place.getCustomerId())
          .or(() -> id("storeId", place.getStoreId()))
          .or(() -> id("zoneId", place.getZoneId()))
          .or(() -> lines(place.getLines(), ORDER_QUANTITY))
          .or(() -> attributes(place.getAttributes()));
    }
    if (request.getBody() instanceof CancelOrder) {
      return Optional.empty();
    }
    return unknown(request.getBody());
  }

  /** Returns the first violated limit of the update, as a sentence; empty if there is none. */
  public static Optional<String> violation(StockUpdate update) {
    Optional<String> id =
        id("storeId", update.getStoreId()).or(() -> optionalId("updateId", update.getUpdateId()));
    if (id.isPresent()) {
      return id;
    }
    if (update.getBody() instanceof StockReceived received) {
      return lines(received.getLines(), SUPPLY_QUANTITY);
    }
    if (update.getBody() instanceof StockWrittenOff writtenOff) {
      return lines(writtenOff.getLines(), SUPPLY_QUANTITY);
    }
    return unknown(update.getBody());
  }

  /** Returns the first violated limit of the update, as a sentence; empty if there is none. */
  public static Optional<String> violation(AgentUpdate update) {
    Optional<String> id =
        id("zoneId", update.getZoneId())
            .or(() -> optionalId("updateId", update.getUpdateId()))
            .or(() -> id("agentId", update.getAgentId()));
    if (id.isPresent()) {
      return id;
    }
    if (update.getBody() instanceof AgentOnline || update.getBody() instanceof AgentOffline) {
      return Optional.empty();
    }
    if (update.getBody() instanceof DeliveryCompleted completed) {
      return id("orderId", completed.getOrderId());
    }
    return unknown(update.getBody());
  }

  /** Returns the first violated limit of the command, as a sentence; empty if there is none. */
  public static Optional<String> violation(BranchCommand command) {
    Optional<String> id =
        id("orderId", command.getOrderId()).or(() -> id("branchKey", command.getBranchKey()));
    if (id.isPresent() || !(command.getBody() instanceof Reserve reserve)) {
      return id;
    }
    if (reserve.getHoldMillis() < 1 || reserve.getHoldMillis() > HOLD_MILLIS) {
      return Optional.of(
          String.format(
              Locale.ROOT,
              "holdMillis is %,d; it must be 1 to %,d",
              reserve.getHoldMillis(),
              HOLD_MILLIS));
    }
    return id("customerId", reserve.getCustomerId())
        .or(() -> id("storeId", reserve.getStoreId()))
        .or(() -> id("zoneId", reserve.getZoneId()))
        .or(() -> lines(reserve.getLines(), ORDER_QUANTITY))
        .or(() -> attributes(reserve.getAttributes()));
  }

  /** Returns the first violated limit of the release, as a sentence; empty if there is none. */
  public static Optional<String> violation(BranchRelease release) {
    return id("orderId", release.getOrderId()).or(() -> id("branchKey", release.getBranchKey()));
  }

  /** Returns the first violated limit of the message, as a sentence; empty if there is none. */
  public static Optional<String> violation(AgentMove move) {
    return id("addressee", move.getAddressee())
        .or(() -> id("agentId", move.getAgentId()))
        .or(() -> id("zoneId", move.getZoneId()));
  }

  /** Returns the first violated limit of the event, as a sentence; empty if there is none. */
  public static Optional<String> violation(BranchEvent event) {
    return id("orderId", event.getOrderId())
        .or(() -> id("branchKey", event.getBranchKey()))
        .or(() -> units(holding(event.getBody())))
        .or(() -> refusal(event.getBody()));
  }

  private static List<HeldUnit> holding(Object body) {
    if (body instanceof Reserved reserved) {
      return reserved.getHolding();
    }
    if (body instanceof Assigned assigned) {
      return assigned.getHolding();
    }
    if (body instanceof Released released) {
      return released.getHolding();
    }
    return body instanceof ReservationExpired expired ? expired.getHolding() : List.of();
  }

  private static Optional<String> units(List<HeldUnit> holding) {
    if (holding.size() > LINES) {
      return Optional.of(
          String.format(
              Locale.ROOT, "holding has %,d entries; it may have %d", holding.size(), LINES));
    }
    return holding.stream()
        .flatMap(held -> id("holding.unit", held.getUnit()).stream())
        .findFirst();
  }

  private static Optional<String> refusal(Object body) {
    Refusal refusal =
        body instanceof ReservationRefused refused
            ? refused.getRefusal()
            : body instanceof AssignmentFailed failed ? failed.getRefusal() : null;
    if (refusal == null) {
      return Optional.empty();
    }
    if (refusal.getShortages().size() > LINES) {
      return Optional.of(
          String.format(
              Locale.ROOT,
              "shortages has %,d entries; it may have %d",
              refusal.getShortages().size(),
              LINES));
    }
    return refusal.getShortages().stream()
        .flatMap(shortage -> id("shortages.sku", shortage.getSku()).stream())
        .findFirst()
        .or(() -> refusalText(refusal));
  }

  private static Optional<String> refusalText(Refusal refusal) {
    int bytes = refusal.getDetail().getBytes(StandardCharsets.UTF_8).length;
    for (Shortage shortage : refusal.getShortages()) {
      bytes += shortage.getSku().length();
    }
    return bytes <= REFUSAL_TEXT_BYTES
        ? Optional.empty()
        : Optional.of(
            String.format(
                Locale.ROOT,
                "the refusal's detail and skus have %,d bytes; they may have %,d",
                bytes,
                REFUSAL_TEXT_BYTES));
  }

  private static Optional<String> lines(List<OrderLine> lines, int quantityMax) {
    if (lines == null) {
      return Optional.of("lines is missing");
    }
    if (lines.isEmpty() || lines.size() > LINES) {
      return Optional.of(
          String.format(
              Locale.ROOT, "lines has %,d entries; it must have 1 to %d", lines.size(), LINES));
    }
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < lines.size(); i++) {
      OrderLine line = lines.get(i);
      String sku = line.getSku();
      if (!isId(sku)) {
        return id("lines[" + i + "].sku", sku);
      }
      if (line.getQuantity() < 1 || line.getQuantity() > quantityMax) {
        return Optional.of(
            String.format(
                Locale.ROOT,
                "lines[%d].quantity is %,d; it must be 1 to %,d",
                i,
                line.getQuantity(),
                quantityMax));
      }
      if (!seen.add(sku)) {
        return Optional.of(
            "lines[" + i + "].sku is " + Text.quote(sku) + " again; a sku may be named only once");
      }
    }
    return Optional.empty();
  }

  private static Optional<String> attributes(Map<String, String> attributes) {
    if (attributes == null) {
      return Optional.of("attributes is missing");
    }
    if (attributes.size() > ATTRIBUTES) {
      return Optional.of(
          String.format(
              Locale.ROOT,
              "attributes has %,d entries; it may have %d",
              attributes.size(),
              ATTRIBUTES));
    }
    return new TreeMap<>(attributes)
        .entrySet().stream()
            .flatMap(attribute -> attribute(attribute.getKey(), attribute.getValue()).stream())
            .findFirst();
  }

  private static Optional<String> attribute(String name, String value) {
    if (name.isEmpty()) {
      return Optional.of("attributes has an entry with an empty name");
    }
    String field = "attributes[" + Text.quote(name) + "]";
    return utf8("the name of " + field, name, ATTRIBUTE_NAME_BYTES)
        .or(() -> utf8(field, value, ATTRIBUTE_VALUE_BYTES));
  }

  /**
   * Checks the size of a text that is kept unchanged. Half of a surrogate pair has no UTF-8 form:
   * it would come back as another text.
   */
  private static Optional<String> utf8(String field, String text, int bytesMax) {
    if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
      return Optional.of(field + " is not Unicode text: it contains half of a surrogate pair");
    }
    int bytes = text.getBytes(StandardCharsets.UTF_8).length;
    return bytes <= bytesMax
        ? Optional.empty()
        : Optional.of(
            String.format(
                Locale.ROOT, "%s has %,d bytes of UTF-8; it may have %d", field, bytes, bytesMax));
  }

  private static Optional<String> optionalId(String field, String value) {
    return value == null ? Optional.empty() : id(field, value);
  }

  private static Optional<String> id(String field, String value) {
    if (isId(value)) {
      return Optional.empty();
    }
    if (value == null) {
      return Optional.of(field + " is missing");
    }
    return Optional.of(
        field
            + " is "
            + Text.quote(value)
            + "; it must be 1 to "
            + ID_CHARACTERS
            + " characters of A-Z a-z 0-9 . _ -");
  }

  private static Optional<String> unknown(Object body) {
    return Optional.of(
        body == null ? "body is missing" : "body is an unexpected " + body.getClass().getName());
  }

  private static boolean isIdCharacter(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '.'
        || c == '_'
        || c == '-';
  }
}
