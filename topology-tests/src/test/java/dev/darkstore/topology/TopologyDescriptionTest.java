package dev.darkstore.topology;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkstore.coordinator.CoordinatorTopology;
import dev.darkstore.delivery.DeliveryTopology;
import dev.darkstore.protocol.coordinator.CoordinatorTiming;
import dev.darkstore.runtime.settings.TopologySettings;
import dev.darkstore.runtime.state.StoreSuppliers;
import dev.darkstore.schemas.Topic;
import dev.darkstore.store.StoreTopology;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.streams.Topology;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Comparison of each topology's description with the golden file that is checked in: a renamed
 * processor or store loses its state, so no name may change unnoticed. {@code -Dupdate.docs=true}
 * rewrites the files.
 */
@DisplayName("Golden descriptions of the topologies")
class TopologyDescriptionTest {
  private static final Path FOLDER = Path.of("src/test/resources/topologies");

  enum Described {
    COORDINATOR(settings -> CoordinatorTopology.build(CoordinatorTiming.DEFAULTS, settings)),
    STORE(StoreTopology::build),
    DELIVERY(DeliveryTopology::build);

    private final Function<TopologySettings, Topology> build;

    Described(Function<TopologySettings, Topology> build) {
      this.build = build;
    }
  }

  @ParameterizedTest
  @DisplayName("The description of each topology equals its golden file")
  @EnumSource(Described.class)
  void equalsGoldenFile(Described described) throws IOException {
    String actual = described.build.apply(settings()).describe().toString();
    Path golden = FOLDER.resolve(described.name().toLowerCase(Locale.ROOT) + ".txt");
    if (Boolean.getBoolean("update.docs")) {
      Files.createDirectories(FOLDER);
      Files.writeString(golden, actual);
    }

    assertThat(actual).isEqualTo(Files.readString(golden));
  }

  private static TopologySettings settings() {
    return new TopologySettings(
        Duration.ofHours(24),
        Duration.ofMillis(100),
        500,
        Map.of(Topic.ORDERS, 1, Topic.STOCK_UPDATES, 1, Topic.AGENT_UPDATES, 1),
        StoreSuppliers.PERSISTENT,
        Clock.systemUTC());
  }
}
