package dev.darkstore.system.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Manifests as objects, for comparison: the order of fields and objects does not count. */
final class Manifests {
  private static final YAMLMapper YAML = new YAMLMapper();

  private Manifests() {}

  /** Returns the documents in a text. */
  static List<JsonNode> parse(String yaml) throws IOException {
    return YAML.readerFor(JsonNode.class).<JsonNode>readValues(yaml).readAll().stream()
        .filter(document -> !document.isNull() && !document.isMissingNode())
        .toList();
  }

  /** Returns the only document in a text, which may be a list. */
  static JsonNode parseOne(String yaml) throws IOException {
    return YAML.readTree(yaml);
  }

  /** Returns the documents in a file. */
  static List<JsonNode> read(Path file) throws IOException {
    return YAML.readerFor(JsonNode.class).<JsonNode>readValues(file.toFile()).readAll();
  }

  /** Returns the objects by kind and name, as text that shows a difference line by line. */
  static SortedMap<String, String> byName(List<JsonNode> objects) throws IOException {
    SortedMap<String, String> byName = new TreeMap<>();
    for (JsonNode object : objects) {
      String name = kindAndName(object);
      String text = YAML.writeValueAsString(sorted(object));
      if (byName.put(name, text) != null) {
        throw new IllegalArgumentException("there are two objects " + name);
      }
    }
    return byName;
  }

  static String kindAndName(JsonNode object) {
    return object.path("kind").asText() + " " + object.at("/metadata/name").asText();
  }

  private static Object sorted(JsonNode node) throws IOException {
    if (node.isObject()) {
      SortedMap<String, Object> fields = new TreeMap<>();
      for (Map.Entry<String, JsonNode> field : node.properties()) {
        fields.put(field.getKey(), sorted(field.getValue()));
      }
      return fields;
    }
    if (node.isArray()) {
      Object[] elements = new Object[node.size()];
      for (int i = 0; i < elements.length; i++) {
        elements[i] = sorted(node.get(i));
      }
      return elements;
    }
    return node;
  }
}
