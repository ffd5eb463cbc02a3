package dev.darkstore.system.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import com.marcnuri.helm.TemplateCommand;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Chart, linted and rendered by Helm's own code, and compared with the manifests. */
@DisplayName("The Helm chart")
@Timeout(120)
class HelmTest {
  private static final Path DEPLOY = Path.of("..", "..", "deploy").toAbsolutePath().normalize();
  private static final Path CHART = DEPLOY.resolve("helm/darkstore");

  @Test
  @DisplayName("passes Helm's strict checks")
  void passesHelmsStrictChecks() {
    LintResult result = new Helm(CHART).lint().strict().call();

    assertThat(result.isFailed()).as(String.join("\n", result.getMessages())).isFalse();
  }

  @Test
  @DisplayName("renders to the objects of deploy/kubernetes by default")
  void rendersToTheManifestsByDefault() throws IOException {
    assertThat(Manifests.byName(rendered(Map.of())))
        .isEqualTo(Manifests.byName(Kustomization.build(DEPLOY.resolve("kubernetes"))));
  }

  @Test
  @DisplayName("renders to the objects of deploy/strimzi/services with the values for Strimzi")
  void rendersToTheManifestsForStrimzi() throws IOException {
    Map<String, String> values = new TreeMap<>();
    collect("", Manifests.read(DEPLOY.resolve("helm/strimzi.yaml")).get(0), values);

    assertThat(Manifests.byName(rendered(values)))
        .isEqualTo(Manifests.byName(Kustomization.build(DEPLOY.resolve("strimzi/services"))));
  }

  @Test
  @DisplayName("renders the pod monitor of deploy/kubernetes if asked to")
  void rendersThePodMonitor() throws IOException {
    JsonNode monitor =
        named(rendered(Map.of("podMonitor.enabled", "true")), "PodMonitor darkstore");

    assertThat(monitor.path("spec"))
        .isEqualTo(
            Kustomization.build(DEPLOY.resolve("kubernetes/pod-monitor")).get(0).path("spec"));
  }

  @Test
  @DisplayName(
      "renders the job of deploy/kubernetes/topics if asked to, with the revision in its name")
  void rendersTheJob() throws IOException {
    JsonNode job = named(rendered(Map.of("topics.create", "true")), "Job darkstore-topics-1");
    JsonNode manifest = Kustomization.build(DEPLOY.resolve("kubernetes/topics")).get(0);

    assertThat(job.at("/spec/template/spec")).isEqualTo(manifest.at("/spec/template/spec"));
    assertThat(job.at("/spec/backoffLimit")).isEqualTo(manifest.at("/spec/backoffLimit"));
  }

  @ParameterizedTest(name = "{0}={1}: {2} is {3}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          image.repository                             | host/shop   | /spec/template/spec/containers/0/image                    | host/shop:0.1.0
          image.tag                                    | 7           | /spec/template/spec/containers/0/image                    | darkstore:7
          image.pullPolicy                             | Always      | /spec/template/spec/containers/0/imagePullPolicy          | Always
          defaults.replicas                            | 3           | /spec/replicas                                            | 3
          services.store.replicas                      | 5           | /spec/replicas                                            | 5
          services.store.resources.limits.memory       | 2Gi         | /spec/template/spec/containers/0/resources/limits/memory  | 2Gi
          services.store.resources.limits.memory       | 2Gi         | /spec/template/spec/containers/0/resources/requests/cpu   | 500m
          services.coordinator.replicas                | 5           | /spec/replicas                                            | 2
          defaults.storage.className                   | fast        | /spec/volumeClaimTemplates/0/spec/storageClassName        | fast
          podSecurityContext.runAsUser                 | 1234        | /spec/template/spec/securityContext/runAsUser             | 1234
          """)
  @DisplayName("applies a value to the store")
  void appliesAValue(String value, String text, String path, String expected) throws IOException {
    JsonNode store = named(rendered(Map.of(value, text)), "StatefulSet darkstore-store");

    assertThat(store.at(path).asText()).isEqualTo(expected);
  }

  private static List<JsonNode> rendered(Map<String, String> values) throws IOException {
    TemplateCommand template = new Helm(CHART).template().withName("darkstore");
    values.forEach(template::set);
    return Manifests.parse(template.call());
  }

  private static JsonNode named(List<JsonNode> objects, String kindAndName) {
    return objects.stream()
        .filter(object -> Manifests.kindAndName(object).equals(kindAndName))
        .findFirst()
        .orElseThrow();
  }

  /** Collects the leaves of a file of values, by the path with which an option sets them. */
  private static void collect(String path, JsonNode node, Map<String, String> values) {
    if (node.isObject()) {
      for (Map.Entry<String, JsonNode> field : node.properties()) {
        collect(
            path.isEmpty() ? field.getKey() : path + "." + field.getKey(),
            field.getValue(),
            values);
      }
    } else {
      values.put(path, node.asText());
    }
  }
}
