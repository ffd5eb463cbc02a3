package dev.darkstore.system.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The reader of kustomizations")
@Timeout(60)
class KustomizationTest {
  private static final Path DEPLOY = Path.of("..", "..", "deploy");

  @ParameterizedTest
  @ValueSource(strings = {"kubernetes", "strimzi/services"})
  @DisplayName("gives the objects of kubectl kustomize, if kubectl is installed")
  void givesTheObjectsOfKubectl(String folder) throws Exception {
    assumeTrue(hasKubectl(), "kubectl is not installed");
    Process kubectl =
        new ProcessBuilder("kubectl", "kustomize", DEPLOY.resolve(folder).toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String output = new String(kubectl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(kubectl.waitFor()).isZero();

    assertThat(Manifests.byName(Kustomization.build(DEPLOY.resolve(folder))))
        .isEqualTo(Manifests.byName(Manifests.parse(output)));
  }

  private static boolean hasKubectl() {
    for (String folder : System.getenv("PATH").split(":")) {
      if (Files.isExecutable(Path.of(folder, "kubectl"))) {
        return true;
      }
    }
    return false;
  }
}
