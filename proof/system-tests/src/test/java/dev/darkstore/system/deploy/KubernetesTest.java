package dev.darkstore.system.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.darkstore.http.settings.SettingsSource;
import dev.darkstore.runtime.service.ServiceDefinition;
import dev.darkstore.runtime.settings.ServiceSettings;
import dev.darkstore.setup.access.AccessTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Kubernetes manifests, compared with the image and the services. */
@DisplayName("Kubernetes manifests")
class KubernetesTest {
  private static final Path FOLDER = Path.of("..", "..", "deploy", "kubernetes");

  private static JsonNode pod;
  private static JsonNode container;

  @BeforeAll
  static void read() throws IOException {
    pod = yaml("base/statefulset.yaml").at("/spec/template/spec");
    container = pod.at("/containers/0");
  }

  @Test
  @DisplayName("The manifests contain every service")
  void everyServiceIsIncluded() throws IOException {
    List<String> services =
        AccessTable.SERVICES.values().stream().map(ServiceDefinition::name).toList();
    List<String> resources = texts(yaml("kustomization.yaml").path("resources"));

    assertThat(resources).containsAll(services);
    for (String service : services) {
      JsonNode kustomization = yaml(service + "/kustomization.yaml");
      assertThat(kustomization.path("nameSuffix").textValue()).isEqualTo("-" + service);
      assertThat(kustomization.at("/patches/0/patch").textValue())
          .contains("value: [" + service + "]");
    }
  }

  /**
   * Checks that Kubernetes adds no variables for Services of the namespace: they would be settings.
   */
  @Test
  @DisplayName("Kubernetes adds no environment variables for Services")
  void kubernetesAddsNoEnvironmentVariables() {
    assertThat(pod.path("enableServiceLinks").isBoolean()).isTrue();
    assertThat(pod.path("enableServiceLinks").booleanValue()).isFalse();
  }

  @Test
  @DisplayName("Every environment variable of the manifests is a known setting")
  void everyVariableIsAKnownSetting() throws IOException {
    Map<String, String> environment = new HashMap<>();
    yaml("settings.yaml")
        .path("data")
        .properties()
        .forEach(setting -> environment.put(setting.getKey(), setting.getValue().asText()));
    container
        .path("env")
        .forEach(v -> environment.put(v.path("name").textValue(), v.path("value").textValue()));

    ServiceSettings settings = ServiceSettings.of(SettingsSource.read(List.of(), environment));

    assertThat(settings.kafka())
        .containsEntry("state.dir", mountOf("state"))
        .containsKey("bootstrap.servers");
  }

  @Test
  @DisplayName("Containers run as the user of the image and write to volumes only")
  void containersRunAsTheImagesUserAndWriteToVolumesOnly() throws IOException {
    String image = Files.readString(Path.of("..", "..", "Dockerfile"));

    String user = pod.at("/securityContext/runAsUser").asText();
    String group = pod.at("/securityContext/runAsGroup").asText();
    assertThat(image).contains("USER " + user + ":" + group + "\n");
    assertThat(image).contains("VOLUME " + mountOf("state"));
    assertThat(container.at("/securityContext/readOnlyRootFilesystem").booleanValue()).isTrue();
    assertThat(mountOf("tmp")).isEqualTo("/tmp");
  }

  @Test
  @DisplayName("The pod monitor selects the pods of the services and their HTTP port")
  void thePodMonitorSelectsThePodsAndTheirPort() throws IOException {
    JsonNode monitor = yaml("pod-monitor/pod-monitor.yaml").path("spec");

    assertThat(monitor.at("/selector/matchLabels"))
        .isEqualTo(yaml("kustomization.yaml").at("/labels/0/pairs"));
    assertThat(monitor.at("/podMetricsEndpoints/0/port")).isEqualTo(container.at("/ports/0/name"));
    assertThat(monitor.at("/podMetricsEndpoints/0/path").textValue()).isEqualTo("/metrics");
  }

  @Test
  @DisplayName("A slow start has more time than the liveness probe gives")
  void aSlowStartHasTime() {
    JsonNode startup = container.path("startupProbe");

    assertThat(startup.path("periodSeconds").asInt() * startup.path("failureThreshold").asInt())
        .isGreaterThanOrEqualTo(120);
    assertThat(startup.at("/httpGet/path")).isEqualTo(container.at("/livenessProbe/httpGet/path"));
  }

  /** Checks that the selector is not empty, since that would select every pod of the namespace. */
  @Test
  @DisplayName("The disruption budget selects the pods of the services")
  void theDisruptionBudgetSelectsThePodsOfTheServices() throws IOException {
    assertThat(yaml("base/disruption-budget.yaml").at("/spec/selector/matchLabels")).isNotEmpty();
  }

  private static String mountOf(String volume) {
    return StreamSupport.stream(container.path("volumeMounts").spliterator(), false)
        .filter(mount -> mount.path("name").textValue().equals(volume))
        .map(mount -> mount.path("mountPath").textValue())
        .findFirst()
        .orElseThrow();
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(item -> texts.add(item.textValue()));
    return texts;
  }

  private static JsonNode yaml(String file) throws IOException {
    return new YAMLMapper().readTree(FOLDER.resolve(file).toFile());
  }
}
