package dev.darkstore.system.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.darkstore.local.EmbeddedBroker;
import dev.darkstore.local.EmbeddedBroker.Options;
import dev.darkstore.runtime.operations.ServiceProcess;
import dev.darkstore.runtime.service.Service;
import dev.darkstore.runtime.settings.ServiceSettings;
import dev.darkstore.schemas.Installation;
import dev.darkstore.setup.topics.TopicSetup;
import dev.darkstore.store.StoreMain;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Start of a service without brokers")
class WithoutABrokerTest {
  /** Limit of a test; a service waits for 20 s, and a busy machine needs longer. */
  private static final int SECONDS_MAX = 60;

  @TempDir private Path folder;

  @Test
  @DisplayName("A service stops after 20 s without brokers, with exit status 2")
  // In a separate thread, so that the test fails if the service waits for ever.
  @Timeout(
      value = SECONDS_MAX,
      unit = TimeUnit.SECONDS,
      threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void aServiceStopsInsteadOfWaitingForEver() throws IOException {
    Path settings =
        Files.write(
            folder.resolve("store.properties"),
            List.of(
                "bootstrap.servers=127.0.0.1:" + portWithoutABroker(),
                "state.dir=" + folder.resolve("state"),
                "darkstore.http.port=0"));

    int status = ServiceProcess.run(StoreMain.SERVICE, settings.toString());

    assertThat(status).isEqualTo(2);
  }

  @Test
  @DisplayName("A service waits for brokers that start later than it does")
  @Timeout(SECONDS_MAX)
  void aServiceWaitsForBrokersThatStartLater() throws Exception {
    Options broker = Options.keptIn(folder.resolve("broker")).onPort(portWithoutABroker());
    try (EmbeddedBroker first = EmbeddedBroker.start(broker);
        Admin admin = Admin.create(Map.of("bootstrap.servers", first.bootstrapServers()))) {
      TopicSetup.create(admin, Installation.DEFAULT, 1, (short) 1);
    }
    ServiceSettings settings =
        ServiceSettings.of(
            Map.of(
                "bootstrap.servers",
                "127.0.0.1:" + broker.port(),
                "state.dir",
                folder.resolve("state").toString()));
    CompletableFuture<Service> starting =
        CompletableFuture.supplyAsync(() -> Service.start(StoreMain.SERVICE, settings));

    await()
        .pollDelay(Duration.ofSeconds(9))
        .atMost(Duration.ofSeconds(12))
        .until(() -> !starting.isDone());

    try (EmbeddedBroker second = EmbeddedBroker.start(broker);
        Service store = starting.get()) {
      store.awaitRunning(Duration.ofSeconds(60));
      assertThat(store.readiness().isReady()).as(second.bootstrapServers()).isTrue();
    }
  }

  private static int portWithoutABroker() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return taken.getLocalPort();
    }
  }
}
