package dev.darkstore.topology.broker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkstore.runtime.operations.ServiceProcess;
import dev.darkstore.store.StoreMain;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class WithoutABrokerTest {
  /** It waits for twenty; the rest is for a machine that is busy. */
  private static final int SECONDS_MAX = 60;

  @TempDir private Path folder;

  @Test
  // In a thread of its own, so that one that waits for ever fails instead of being waited for.
  @Timeout(
      value = SECONDS_MAX,
      unit = TimeUnit.SECONDS,
      threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void aServiceGivesUpInsteadOfWaitingForEver() throws IOException {
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

  private static int portWithoutABroker() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return taken.getLocalPort();
    }
  }
}
