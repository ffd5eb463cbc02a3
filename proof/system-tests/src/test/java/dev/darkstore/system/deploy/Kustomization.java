package dev.darkstore.system.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * The part of kustomize that the manifests use, so that a build needs no {@code kubectl}. It
 * rejects everything else; {@link KustomizationTest} compares it with {@code kubectl kustomize}.
 */
final class Kustomization {
  private static final Set<String> FIELDS =
      Set.of("apiVersion", "kind", "resources", "nameSuffix", "labels", "patches", "images");

  /** Fields that identify the elements of a list in a strategic merge. */
  private static final Map<String, String> MERGE_KEYS =
      Map.of(
          "containers", "name",
          "env", "name",
          "volumes", "name",
          "volumeMounts", "mountPath");

  /** Selectors that receive labels, by kind; they are created if they are missing. */
  private static final Map<String, List<String>> SELECTORS =
      Map.of(
          "Service", List.of("/spec/selector"),
          "StatefulSet",
              List.of(
                  "/spec/selector/matchLabels",
                  "/spec/template/metadata/labels",
                  "/spec/volumeClaimTemplates/0/metadata/labels"),
          "PodDisruptionBudget", List.of("/spec/selector/matchLabels"),
          "NetworkPolicy", List.of("/spec/podSelector/matchLabels"),
          "ConfigMap", List.of());

  private final List<ObjectNode> objects = new ArrayList<>();

  private Kustomization() {}

  /** Returns the objects of a folder. */
  static List<JsonNode> build(Path folder) throws IOException {
    return List.copyOf(of(folder).objects);
  }

  private static Kustomization of(Path folder) throws IOException {
    Kustomization built = new Kustomization();
    JsonNode source = Manifests.read(folder.resolve("kustomization.yaml")).get(0);
    requireKnown(source, FIELDS);
    for (JsonNode resource : source.path("resources")) {
      Path path = folder.resolve(resource.textValue());
      if (Files.isDirectory(path)) {
        built.objects.addAll(of(path).objects);
      } else {
        Manifests.read(path).forEach(object -> built.objects.add((ObjectNode) object));
      }
    }
    for (JsonNode patch : source.path("patches")) {
      built.apply(patch);
    }
    if (source.has("nameSuffix")) {
      built.addSuffix(source.path("nameSuffix").textValue());
    }
    for (JsonNode labels : source.path("labels")) {
      built.addLabels(labels);
    }
    for (JsonNode image : source.path("images")) {
      built.rename(image);
    }
    return built;
  }

  private void apply(JsonNode patch) throws IOException {
    requireKnown(patch, Set.of("target", "patch"));
    String content = patch.path("patch").textValue();
    if (patch.has("target")) {
      requireKnown(patch.path("target"), Set.of("kind"));
      String kind = patch.at("/target/kind").textValue();
      List<ObjectNode> targets = objects.stream().filter(o -> kind(o).equals(kind)).toList();
      if (targets.isEmpty()) {
        throw new IllegalArgumentException("a patch applies to nothing: " + patch);
      }
      JsonNode steps = Manifests.parseOne(content);
      targets.forEach(target -> steps.forEach(step -> change(target, step)));
      return;
    }
    for (JsonNode merged : Manifests.parse(content)) {
      merge(
          objects.stream()
              .filter(o -> kind(o).equals(kind(merged)) && name(o).equals(name(merged)))
              .findFirst()
              .orElseThrow(),
          (ObjectNode) merged);
    }
  }

  /** Carries out one step of a JSON patch. */
  private static void change(ObjectNode target, JsonNode step) {
    requireKnown(step, Set.of("op", "path", "value"));
    String path = step.path("path").textValue();
    int slash = path.lastIndexOf('/');
    JsonNode parent = target.at(path.substring(0, slash));
    String last = path.substring(slash + 1);
    JsonNode value = step.path("value").deepCopy();
    String operation = step.path("op").textValue();
    if (operation.equals("add") && last.equals("-")) {
      ((ArrayNode) parent).add(value);
    } else if (operation.equals("add") || operation.equals("replace") && parent.has(last)) {
      ((ObjectNode) parent).set(last, value);
    } else {
      throw new IllegalArgumentException("this step cannot be carried out: " + step);
    }
  }

  private static void merge(ObjectNode target, ObjectNode patch) {
    for (Map.Entry<String, JsonNode> field : patch.properties()) {
      JsonNode old = target.path(field.getKey());
      JsonNode merged = field.getValue();
      if (old.isObject() && merged.isObject()) {
        merge((ObjectNode) old, (ObjectNode) merged);
      } else if (old.isArray() && MERGE_KEYS.containsKey(field.getKey())) {
        merge((ArrayNode) old, (ArrayNode) merged, MERGE_KEYS.get(field.getKey()));
      } else {
        target.set(field.getKey(), merged.deepCopy());
      }
    }
  }

  /** Merges elements with equal keys; others are put before the existing ones. */
  private static void merge(ArrayNode target, ArrayNode patch, String key) {
    int inserted = 0;
    for (JsonNode element : patch) {
      Optional<JsonNode> old =
          StreamSupport.stream(target.spliterator(), false)
              .filter(candidate -> candidate.path(key).equals(element.path(key)))
              .findFirst();
      if (old.isPresent()) {
        merge((ObjectNode) old.get(), (ObjectNode) element);
      } else {
        target.insert(inserted++, element.deepCopy());
      }
    }
  }

  private void addSuffix(String suffix) {
    Set<String> services =
        objects.stream()
            .filter(o -> kind(o).equals("Service"))
            .map(Kustomization::name)
            .collect(Collectors.toSet());
    for (ObjectNode object : objects) {
      ((ObjectNode) object.path("metadata")).put("name", name(object) + suffix);
      String service = object.at("/spec/serviceName").asText();
      if (kind(object).equals("StatefulSet") && services.contains(service)) {
        ((ObjectNode) object.path("spec")).put("serviceName", service + suffix);
      }
    }
  }

  private void addLabels(JsonNode labels) {
    requireKnown(labels, Set.of("pairs", "includeSelectors", "includeTemplates"));
    if (!labels.path("includeSelectors").booleanValue()
        || !labels.path("includeTemplates").booleanValue()) {
      throw new IllegalArgumentException("labels without selectors and templates: " + labels);
    }
    ObjectNode pairs = (ObjectNode) labels.path("pairs");
    for (ObjectNode object : objects) {
      List<String> selectors = SELECTORS.get(kind(object));
      if (selectors == null) {
        throw new IllegalArgumentException("no selectors are known of " + kind(object));
      }
      at(object, "/metadata/labels").setAll(pairs);
      selectors.forEach(selector -> at(object, selector).setAll(pairs));
    }
  }

  /** Returns the object at a path; missing fields are created. */
  private static ObjectNode at(ObjectNode object, String path) {
    ObjectNode found = object;
    for (String step : path.substring(1).split("/")) {
      JsonNode next = found.path(step);
      if (next.isArray()) {
        next = next.get(0);
      } else if (step.equals("0")) {
        continue;
      } else if (!next.isObject()) {
        next = found.putObject(step);
      }
      found = (ObjectNode) next;
    }
    return found;
  }

  private void rename(JsonNode image) {
    requireKnown(image, Set.of("name", "newName", "newTag"));
    for (ObjectNode object : objects) {
      for (JsonNode container : object.at("/spec/template/spec/containers")) {
        if (container.path("image").equals(image.path("name"))) {
          ((ObjectNode) container)
              .put(
                  "image",
                  image.path("newName").textValue() + ":" + image.path("newTag").textValue());
        }
      }
    }
  }

  private static void requireKnown(JsonNode object, Set<String> known) {
    for (Map.Entry<String, JsonNode> field : object.properties()) {
      if (!known.contains(field.getKey())) {
        throw new IllegalArgumentException("not supported here: " + field);
      }
    }
  }

  private static String kind(JsonNode object) {
    return object.path("kind").asText();
  }

  private static String name(JsonNode object) {
    return object.at("/metadata/name").asText();
  }
}
