package dev.darkstore.chaos.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkstore.local.Ports;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TcpProxyTest {
  private static final int PATIENCE_MILLIS = 10_000;
  private static final int SOON_MILLIS = 200;

  private ServerSocket server;
  private TcpProxy proxy;
  private int port;

  @BeforeEach
  void start() throws IOException {
    List<Integer> ports = Ports.free(2);
    server = new ServerSocket();
    server.bind(new InetSocketAddress(Ports.loopback(), ports.get(0)));
    port = ports.get(1);
    proxy = new TcpProxy(port, ports.get(0));
  }

  @AfterEach
  void close() throws IOException {
    proxy.close();
    server.close();
  }

  @Test
  void passesOnWhatIsSaidBothWays() throws IOException {
    try (Socket client = connect();
        Socket broker = server.accept()) {
      client.getOutputStream().write(1);
      assertThat(broker.getInputStream().read()).isEqualTo(1);

      broker.getOutputStream().write(2);
      assertThat(client.getInputStream().read()).isEqualTo(2);
    }
  }

  @Test
  void endsOneSideWhenTheOtherEnds() throws IOException {
    try (Socket client = connect();
        Socket broker = server.accept()) {
      broker.shutdownOutput();

      assertThat(client.getInputStream().read()).isEqualTo(-1);
    }
  }

  @Test
  void cutEndsConnectionsAndLetsNoneComeAbout() throws IOException {
    try (Socket client = connect();
        Socket broker = server.accept()) {
      proxy.set(NetworkState.CUT);

      assertThat(isOver(client)).isTrue();
      assertThat(isOver(broker)).isTrue();
    }
    try (Socket refused = connect()) {
      assertThat(isOver(refused)).isTrue();
    }

    proxy.set(NetworkState.OPEN);
    passesOnWhatIsSaidBothWays();
  }

  @Test
  void answersAreLostAndRequestsAreNot() throws IOException {
    try (Socket client = connect();
        Socket broker = server.accept()) {
      proxy.set(NetworkState.ANSWERS_LOST);
      client.getOutputStream().write(1);
      assertThat(broker.getInputStream().read()).isEqualTo(1);
      broker.getOutputStream().write(2);
      client.setSoTimeout(SOON_MILLIS);
      assertThatThrownBy(() -> client.getInputStream().read())
          .isInstanceOf(SocketTimeoutException.class);

      proxy.set(NetworkState.OPEN);

      client.setSoTimeout(PATIENCE_MILLIS);
      assertThat(isOver(client)).as("a connection that lost bytes is closed").isTrue();
    }
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket(Ports.loopback(), port);
    socket.setSoTimeout(PATIENCE_MILLIS);
    return socket;
  }

  private static boolean isOver(Socket socket) throws IOException {
    socket.setSoTimeout(PATIENCE_MILLIS);
    try {
      return socket.getInputStream().read() == -1;
    } catch (SocketException reset) {
      return true;
    }
  }
}
