package dev.darkstore.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class PortsTest {
  @Test
  void severalFreePortsAreDifferentAndBelowTheEphemeralOnes() {
    assertThat(Ports.free(30))
        .hasSize(30)
        .doesNotHaveDuplicates()
        .allMatch(port -> port >= 15_000 && port < 32_000);
  }

  @Test
  void aPortOnWhichAServerListensIsPassedOver() throws IOException {
    try (ServerSocket server = new ServerSocket(0, 1, Ports.loopback())) {
      int taken = server.getLocalPort();

      assertThat(Ports.isFree(taken)).isFalse();
      assertThat(Ports.freeFrom(taken)).isGreaterThan(taken);
    }
  }
}
