package dev.darkstore.conformance.resource;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.darkstore.client.cluster.UnusableException;
import dev.darkstore.events.OrderLine;
import dev.darkstore.schemas.Limits;
import dev.darkstore.schemas.Text;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reader of the file that describes the resources of a participant. Strict: an unknown field is an
 * error.
 */
public final class ResourcesFile {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION).build();
  private static final Set<String> CLAIM =
      Set.of("branchKey", "customerId", "storeId", "zoneId", "lines", "attributes");
  private static final Set<String> SCARCE =
      Set.of(
          "branchKey",
          "customerId",
          "storeId",
          "zoneId",
          "lines",
          "attributes",
          "capacity",
          "excess");
  private static final Set<String> FILE = Set.of("ample", "scarce", "impossible");
  private static final Set<String> LINE = Set.of("sku", "quantity");

  private ResourcesFile() {}

  /**
   * Reads a file.
   *
   * @throws UnusableException if it cannot be read, or does not have the required form
   */
  public static Resources read(Path file) {
    try {
      return of(Files.readString(file));
    } catch (NoSuchFileException e) {
      throw new UnusableException(file + ": there is no such file", e);
    } catch (IOException e) {
      throw new UnusableException("%s cannot be read: %s".formatted(file, e.getMessage()), e);
    } catch (IllegalArgumentException e) {
      throw new UnusableException("%s: %s".formatted(file, e.getMessage()), e);
    }
  }

  /**
   * Reads the resources from JSON.
   *
   * @throws IllegalArgumentException if it does not have the required form
   */
  public static Resources of(String json) {
    JsonNode root;
    try {
      root = JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "line %d: this is not JSON".formatted(e.getLocation().getLineNr()), e);
    }
    requireFields(root, "the file", FILE);
    if (!root.has("ample")) {
      throw new IllegalArgumentException("ample is missing");
    }
    List<Scarce> scarce = new ArrayList<>();
    JsonNode listed = root.path("scarce");
    if (listed.isObject()) {
      scarce.add(scarce(listed, "scarce"));
    }
    for (int i = 0; listed.isArray() && i < listed.size(); i++) {
      scarce.add(scarce(listed.get(i), "scarce[" + i + "]"));
    }
    return new Resources(
        claim(root.get("ample"), "ample", CLAIM),
        scarce,
        root.has("impossible")
            ? Optional.of(claim(root.get("impossible"), "impossible", CLAIM))
            : Optional.empty(),
        Supply.NONE);
  }

  private static Scarce scarce(JsonNode node, String where) {
    Claim claim = claim(node, where, SCARCE);
    JsonNode capacity = node.path("capacity");
    if (!capacity.isInt() || capacity.intValue() < 1) {
      throw new IllegalArgumentException(where + ".capacity must be a whole number from 1 on");
    }
    return new Scarce(
        claim,
        capacity.intValue(),
        node.has("excess")
            ? Optional.of(claim.withLines(lines(node.get("excess"), where + ".excess")))
            : Optional.empty());
  }

  private static Claim claim(JsonNode node, String where, Set<String> fields) {
    requireFields(node, where, fields);
    return new Claim(
        id(node, where, "branchKey", null),
        id(node, where, "customerId", "conformance"),
        id(node, where, "storeId", "conformance"),
        id(node, where, "zoneId", "conformance"),
        node.has("lines")
            ? lines(node.get("lines"), where + ".lines")
            : List.of(new OrderLine("conformance", 1)),
        attributes(node.path("attributes"), where + ".attributes"));
  }

  private static Map<String, String> attributes(JsonNode node, String where) {
    if (!node.isMissingNode() && !node.isObject()) {
      throw new IllegalArgumentException(where + " must be an object");
    }
    Map<String, String> attributes = new HashMap<>();
    for (Map.Entry<String, JsonNode> attribute : node.properties()) {
      if (!attribute.getValue().isTextual()) {
        throw new IllegalArgumentException(
            "%s[%s] must be a string".formatted(where, Text.quote(attribute.getKey())));
      }
      attributes.put(attribute.getKey(), attribute.getValue().textValue());
    }
    return attributes;
  }

  private static List<OrderLine> lines(JsonNode node, String where) {
    if (!node.isArray() || node.isEmpty() || node.size() > Limits.LINES) {
      throw new IllegalArgumentException(
          "%s must be a list of 1 to %d lines".formatted(where, Limits.LINES));
    }
    List<OrderLine> lines = new ArrayList<>();
    for (int i = 0; i < node.size(); i++) {
      String line = where + "[" + i + "]";
      requireFields(node.get(i), line, LINE);
      JsonNode quantity = node.get(i).path("quantity");
      if (!quantity.isInt()
          || quantity.intValue() < 1
          || quantity.intValue() > Limits.ORDER_QUANTITY) {
        throw new IllegalArgumentException(
            "%s.quantity must be 1 to %d".formatted(line, Limits.ORDER_QUANTITY));
      }
      lines.add(new OrderLine(id(node.get(i), line, "sku", null), quantity.intValue()));
    }
    return lines;
  }

  private static String id(JsonNode node, String where, String field, String otherwise) {
    JsonNode value = node.path(field);
    if (value.isMissingNode() && otherwise != null) {
      return otherwise;
    }
    if (!value.isTextual() || !Limits.isId(value.textValue())) {
      throw new IllegalArgumentException(
          "%s.%s is %s; it must be 1 to %d characters of A-Z a-z 0-9 . _ -"
              .formatted(
                  where,
                  field,
                  value.isMissingNode() ? "missing" : Text.quote(value.asText()),
                  Limits.ID_CHARACTERS));
    }
    return value.textValue();
  }

  private static void requireFields(JsonNode node, String where, Set<String> fields) {
    if (!node.isObject()) {
      throw new IllegalArgumentException(where + " must be an object");
    }
    node.fieldNames()
        .forEachRemaining(
            name -> {
              if (!fields.contains(name)) {
                throw new IllegalArgumentException(
                    "%s: field %s is unknown".formatted(where, Text.quote(name)));
              }
            });
  }
}
