package dev.darkstore.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.darkstore.coordinator.CoordinatorMain;
import dev.darkstore.local.EmbeddedBroker.Options;
import dev.darkstore.runtime.service.InternalTopic;
import dev.darkstore.runtime.service.Service;
import dev.darkstore.runtime.service.ServiceDefinition;
import dev.darkstore.runtime.service.UnfitClusterException;
import dev.darkstore.runtime.settings.ServiceSettings;
import dev.darkstore.schemas.Installation;
import dev.darkstore.schemas.Topic;
import dev.darkstore.setup.topics.ClusterTopics;
import dev.darkstore.setup.topics.TopicSetup;
import dev.darkstore.setup.topics.TopicVerdict;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("On a cluster with unfit topics")
@Timeout(60)
class UnfitTopicsTest {
  private static final ServiceDefinition COORDINATOR = CoordinatorMain.SERVICE;
  private static final String CHANGELOG = "darkstore-coordinator-open-transactions-changelog";

  private static final List<String> NAMES =
      Installation.DEFAULT.copartitioned(Topic.ORDERS).stream().map(Topic::topicName).toList();

  @TempDir private Path folder;

  private EmbeddedBroker broker;
  private Admin admin;
  private List<InternalTopic> changelogs;

  @BeforeEach
  void start() throws InterruptedException {
    broker = EmbeddedBroker.start(Options.temporary());
    admin =
        Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers()));
    changelogs = InternalTopic.of(COORDINATOR, settings());
    TopicSetup.Result result = TopicSetup.create(admin, Installation.DEFAULT, 2, (short) 1);
    TopicSetup.createInternal(admin, changelogs, result.partitions(), (short) 1);
  }

  @AfterEach
  void stop() {
    admin.close();
    broker.close();
  }

  @Test
  @DisplayName("there is no problem before a change")
  void nothingIsWrongBeforeAnythingWasChanged() throws InterruptedException {
    assertThat(problems()).isEmpty();
    prepare();
  }

  @Test
  @DisplayName(
      "changelogs with fewer partitions than their sources are named, and stop the service")
  void changelogsWithFewerPartitionsAreNamed() throws Exception {
    admin
        .createPartitions(
            NAMES.stream()
                .collect(Collectors.toMap(Function.identity(), t -> NewPartitions.increaseTo(4))))
        .all()
        .get();

    await()
        .untilAsserted(
            () ->
                assertThat(admin.describeTopics(NAMES).allTopicNames().get().values())
                    .allMatch(topic -> topic.partitions().size() == 4));
    assertThat(problems())
        .hasSize(2)
        .anySatisfy(
            problem ->
                assertThat(problem).startsWith(CHANGELOG + " has 2 partitions; it must have 4"));
    assertThatThrownBy(this::prepare)
        .isInstanceOf(UnfitClusterException.class)
        .hasMessageContaining(CHANGELOG + " has 2 partitions; it must have 4")
        .hasMessageNotContaining("Reset");
  }

  @Test
  @DisplayName("settings by which records are lost or misjudged are named, and stop the service")
  void settingsByWhichRecordsAreLostAreNamed() throws Exception {
    set(Topic.ORDERS.topicName(), "message.timestamp.type", "CreateTime");
    set(Topic.STORE_EVENTS.topicName(), "cleanup.policy", "compact");
    set(CHANGELOG, "cleanup.policy", "delete");

    String[] expected = {
      "orders has message.timestamp.type=CreateTime; it must be LogAppendTime",
      "store-events has cleanup.policy=compact; it must be delete",
      CHANGELOG + " has cleanup.policy=delete; it must be compact"
    };
    assertThat(problems()).containsExactlyInAnyOrder(expected);
    assertThatThrownBy(this::prepare)
        .isInstanceOf(UnfitClusterException.class)
        .satisfies(e -> assertThat(e.getMessage().lines()).containsExactlyInAnyOrder(expected));
  }

  /** Checks a batch limit that ignores the decompressed size, and a short retention. */
  @Test
  @DisplayName("settings by which nothing is lost at once are named")
  void settingsByWhichNothingIsLostAtOnceAreNamed() throws Exception {
    String closed = "darkstore-coordinator-closed-transactions-changelog";
    set(Topic.ORDERS.topicName(), "compression.type", "producer");
    set(closed, "retention.ms", "1000");

    assertThat(problems())
        .containsExactlyInAnyOrder(
            "orders has compression.type=producer; it must be uncompressed",
            "%s has retention.ms=1000; it must be %d or more"
                .formatted(closed, Duration.ofDays(3 + 7).toMillis()));
    prepare();
  }

  private void set(String topic, String name, String value) throws Exception {
    admin
        .incrementalAlterConfigs(
            Map.of(
                new ConfigResource(ConfigResource.Type.TOPIC, topic),
                List.of(new AlterConfigOp(new ConfigEntry(name, value), AlterConfigOp.OpType.SET))))
        .all()
        .get();
    // The broker applies it shortly after the controller has accepted it.
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    await()
        .untilAsserted(
            () ->
                assertThat(
                        admin
                            .describeConfigs(List.of(resource))
                            .all()
                            .get()
                            .get(resource)
                            .get(name))
                    .extracting(ConfigEntry::value)
                    .isEqualTo(value));
  }

  private List<String> problems() throws InterruptedException {
    return TopicVerdict.of(ClusterTopics.of(admin, Installation.DEFAULT, changelogs)).problems();
  }

  private void prepare() {
    Service.prepare(COORDINATOR, settings(), new SimpleMeterRegistry()).close();
  }

  private ServiceSettings settings() {
    return ServiceSettings.of(
        Map.of("bootstrap.servers", broker.bootstrapServers(), "state.dir", folder.toString()));
  }
}
