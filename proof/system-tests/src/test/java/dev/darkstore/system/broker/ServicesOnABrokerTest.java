package dev.darkstore.system.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkstore.coordinator.CoordinatorMain;
import dev.darkstore.events.DeliveryNotification;
import dev.darkstore.events.OrderEvent;
import dev.darkstore.events.OrderPlaced;
import dev.darkstore.events.OrderRejected;
import dev.darkstore.events.Reason;
import dev.darkstore.events.StoreNotification;
import dev.darkstore.runtime.service.Service;
import dev.darkstore.runtime.service.UnfitClusterException;
import dev.darkstore.runtime.settings.ServiceSettings;
import dev.darkstore.schemas.DeadLetterReason;
import dev.darkstore.schemas.Topic;
import dev.darkstore.store.StoreMain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.common.config.TopicConfig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The three services on a broker")
class ServicesOnABrokerTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private Path folder;
  private TestBroker broker;
  private TestClient client;
  private Optional<RunningServices> services = Optional.empty();

  @BeforeEach
  void start() {
    broker = TestBroker.start();
    client = new TestClient(broker.bootstrapServers(), PATIENCE);
  }

  @AfterEach
  void close() {
    services.ifPresent(RunningServices::close);
    client.close();
    broker.close();
  }

  @ParameterizedTest(name = "requests and votes ahead of the commit: {0}")
  @DisplayName("An order is processed by all three services")
  @ValueSource(booleans = {true, false})
  void anOrderIsProcessedByAllThreeServices(boolean isAhead) {
    client.createTopics(Map.of());
    services =
        Optional.of(
            RunningServices.start(
                RunningServices.settings(broker.bootstrapServers(), folder, isAhead), PATIENCE));
    client.stock("s-1", "milk", 1);
    client.agent("z-1", "a-1");

    client.order("o-1", "s-1", "z-1", "milk", 1);

    List<OrderEvent> events = client.eventsOf("o-1", OrderPlaced.class);
    assertThat(events.stream().map(event -> event.getBody().getClass().getSimpleName()))
        .containsExactly("OrderReceived", "OrderPlaced");
    assertThat(client.values(Topic.STORE_NOTIFICATIONS, 1))
        .singleElement()
        .isInstanceOfSatisfying(
            StoreNotification.class, n -> assertThat(n.getOrderId()).isEqualTo("o-1"));
    assertThat(client.values(Topic.DELIVERY_NOTIFICATIONS, 1))
        .singleElement()
        .isInstanceOfSatisfying(
            DeliveryNotification.class, n -> assertThat(n.getAgentId()).isEqualTo("a-1"));
    assertThat(client.values(Topic.STORE_VOTES, isAhead ? 1 : 0)).hasSize(isAhead ? 1 : 0);
  }

  @Test
  @DisplayName("Bad input becomes dead letters on a broker, and the next order is placed")
  void badInputGoesToTheDeadLettersAndTheNextOrderIsPlaced() {
    client.createTopics(Map.of());
    startServices();
    client.stock("s-1", "milk", 5);
    client.agent("z-1", "a-1");

    client.raw(Topic.ORDERS, "o-1", "{\"type\":\"PlaceOrder\", this is not JSON");
    client.order("o-2", "s-1", "z-1", "milk", 0);
    client.raw(Topic.ORDERS, "o-other", TestClient.orderJson("o-3", "s-1", "z-1", "milk", 1));
    client.order("o-4", "s-1", "z-1", "milk", 1);

    client.eventsOf("o-4", OrderPlaced.class);
    assertThat(client.deadLetters(3))
        .extracting(letter -> letter.headers().reason())
        .containsExactlyInAnyOrder(
            DeadLetterReason.UNREADABLE, DeadLetterReason.INVALID, DeadLetterReason.KEY_MISMATCH);
    assertThat(client.eventsOf("o-2", OrderRejected.class))
        .singleElement()
        .satisfies(
            event ->
                assertThat(((OrderRejected) event.getBody()).getRefusal().getReason())
                    .isEqualTo(Reason.INVALID_ORDER));
  }

  @Test
  @DisplayName("A service refuses to start when partition counts do not match")
  void aServiceRefusesToStartWhenPartitionsDoNotMatch() {
    client.createTopics(Map.of(Topic.DELIVERY_EVENTS, 3));

    assertThatThrownBy(() -> Service.start(CoordinatorMain.SERVICE, settings()))
        .isInstanceOf(UnfitClusterException.class)
        .hasMessageContaining("delivery-events 3, delivery-votes 2, orders 2, store-events 2");
  }

  @Test
  @DisplayName("A service that refuses to start names the topics that are missing")
  void aServiceNamesTheTopicsThatAreMissing() {
    assertThatThrownBy(() -> Service.start(StoreMain.SERVICE, settings()))
        .isInstanceOf(UnfitClusterException.class)
        .hasMessageContaining("store-commands")
        .hasMessageContaining("stock-updates");
  }

  /**
   * Checks a retention of three epochs, and a week for the brokers' clocks. By default Kafka
   * Streams would keep the changelog for the store's windows and a day: three days.
   */
  @Test
  @DisplayName("The changelog of closed entries has the retention that its service requires")
  void theChangelogOfClosedEntriesHasTheRetentionThatItsServiceRequires() {
    client.createTopics(Map.of());
    startServices();

    for (String changelog :
        List.of(
            "darkstore-coordinator-closed-transactions-changelog",
            "darkstore-store-closed-reservations-changelog",
            "darkstore-delivery-closed-reservations-changelog")) {
      assertThat(client.topicSetting(changelog, TopicConfig.RETENTION_MS_CONFIG))
          .as(changelog)
          .isEqualTo(Long.toString(Duration.ofDays(3 + 7).toMillis()));
    }
  }

  /**
   * Checks that a store of each participant that is empty, since the supply has no ids, does not
   * lead to the loss of the others; and that state is restored from the changelogs if it was
   * complete too long ago.
   */
  @Test
  @DisplayName("State is kept across an orderly restart, unless it is too old")
  void stateIsKeptOverAnOrderlyRestart() throws IOException {
    client.createTopics(Map.of());
    startServices();
    client.stock("s-1", "milk", 2);
    client.agent("z-1", "a-1");
    client.agent("z-1", "a-2");
    client.order("o-1", "s-1", "z-1", "milk", 1);
    client.eventsOf("o-1", OrderPlaced.class);
    services.orElseThrow().close();
    List<Path> windows = find("closed-reservations.*");
    assertThat(windows).isNotEmpty();
    for (Path window : windows) {
      Files.createFile(window.resolve("kept"));
    }

    startServices();
    client.order("o-2", "s-1", "z-1", "milk", 1);
    client.eventsOf("o-2", OrderPlaced.class);

    assertThat(windows).allSatisfy(window -> assertThat(window.resolve("kept")).exists());

    services.orElseThrow().close();
    long tooLongAgoMillis = System.currentTimeMillis() - Duration.ofHours(13).toMillis();
    for (Path used : find("*.used")) {
      Files.writeString(used, Long.toString(tooLongAgoMillis));
    }

    startServices();
    client.order("o-1", "s-1", "z-1", "milk", 2);

    assertThat(client.deadLetters(1))
        .extracting(letter -> letter.headers().reason())
        .containsExactly(DeadLetterReason.ORDER_ID_REUSED);
    assertThat(windows).allSatisfy(window -> assertThat(window.resolve("kept")).doesNotExist());
  }

  @Test
  @DisplayName("Damaged state is restored from the changelogs")
  void damagedStateIsRestoredFromTheChangelogs() throws IOException {
    client.createTopics(Map.of());
    startServices();
    client.stock("s-1", "milk", 2);
    client.agent("z-1", "a-1");
    client.agent("z-1", "a-2");
    client.order("o-1", "s-1", "z-1", "milk", 1);
    client.eventsOf("o-1", OrderPlaced.class);
    services.orElseThrow().close();

    assertThat(damageManifests()).isPositive();
    startServices();

    client.order("o-1", "s-1", "z-1", "milk", 2);
    client.order("o-2", "s-1", "z-1", "milk", 1);
    client.eventsOf("o-2", OrderPlaced.class);
    assertThat(client.deadLetters(1))
        .extracting(letter -> letter.headers().reason())
        .containsExactly(DeadLetterReason.ORDER_ID_REUSED);
  }

  /** Damages the manifests of RocksDB, which list all other files; returns their number. */
  private int damageManifests() throws IOException {
    List<Path> manifests = find("MANIFEST*");
    for (Path manifest : manifests) {
      Files.writeString(manifest, "damaged");
    }
    return manifests.size();
  }

  private List<Path> find(String pattern) throws IOException {
    PathMatcher matcher = folder.getFileSystem().getPathMatcher("glob:" + pattern);
    try (Stream<Path> found = Files.walk(folder)) {
      return found.filter(file -> matcher.matches(file.getFileName())).toList();
    }
  }

  private void startServices() {
    services = Optional.of(RunningServices.start(broker.bootstrapServers(), folder, PATIENCE));
  }

  private ServiceSettings settings() {
    return RunningServices.settings(broker.bootstrapServers(), folder, true);
  }
}
