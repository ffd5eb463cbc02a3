package dev.darkstore.schemas;

import dev.darkstore.events.OrderRequest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;

/** JSON Schema of the flat JSON that clients may write, with the limits that services check. */
final class JsonForm {
  private final int quantityMax;
  private final Map<String, Object> properties = new LinkedHashMap<>();
  private final List<String> required = new ArrayList<>();

  private JsonForm(int quantityMax) {
    this.quantityMax = quantityMax;
  }

  /** Returns the form of a record with this envelope and this body. */
  static Map<String, Object> of(Schema envelope, Schema body) {
    boolean isOrder = envelope.equals(OrderRequest.getClassSchema());
    JsonForm form = new JsonForm(isOrder ? Limits.ORDER_QUANTITY : Limits.SUPPLY_QUANTITY);
    form.properties.put("type", ordered("type", "string", "const", body.getName()));
    form.required.add("type");
    envelope.getFields().stream().filter(f -> !f.name().equals("body")).forEach(form::add);
    body.getFields().forEach(form::add);
    return form.object();
  }

  /** Returns a map in the sequence of its arguments: name, value, name, value. */
  static Map<String, Object> ordered(Object... namesAndValues) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      map.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return map;
  }

  /** Returns the form of an id. */
  static Map<String, Object> id() {
    return ordered("type", "string", "pattern", "^[A-Za-z0-9._-]{1," + Limits.ID_CHARACTERS + "}$");
  }

  private void add(Schema.Field field) {
    Schema schema = field.schema();
    if (schema.isUnion()) {
      schema = schema.getTypes().get(1);
    }
    if (!field.hasDefaultValue()) {
      required.add(field.name());
    }
    Map<String, Object> form = form(schema);
    form.put("description", field.doc());
    properties.put(field.name(), form);
  }

  private Map<String, Object> form(Schema schema) {
    return switch (schema.getType()) {
      case STRING -> id();
      case INT -> ordered("type", "integer", "minimum", 1, "maximum", quantityMax);
      case ARRAY ->
          ordered(
              "type",
              "array",
              "minItems",
              1,
              "maxItems",
              Limits.LINES,
              "items",
              form(schema.getElementType()));
      case MAP ->
          // Of characters; services count bytes.
          ordered(
              "type",
              "object",
              "maxProperties",
              Limits.ATTRIBUTES,
              "propertyNames",
              ordered("minLength", 1, "maxLength", Limits.ATTRIBUTE_NAME_BYTES),
              "additionalProperties",
              ordered("type", "string", "maxLength", Limits.ATTRIBUTE_VALUE_BYTES));
      case RECORD -> {
        JsonForm inner = new JsonForm(quantityMax);
        schema.getFields().forEach(inner::add);
        yield inner.object();
      }
      default -> throw new IllegalStateException("clients write no " + schema);
    };
  }

  private Map<String, Object> object() {
    return ordered(
        "type",
        "object",
        "additionalProperties",
        false,
        "required",
        required,
        "properties",
        properties);
  }
}
