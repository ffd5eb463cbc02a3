package dev.darkstore.chaos.network;

import dev.darkstore.local.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** TCP proxy that forwards connections to another port, with injectable faults. */
final class TcpProxy implements AutoCloseable {
  private static final int CONNECT_MILLIS = 1_000;

  private final int target;
  private final ServerSocket server;
  private final Set<TcpLink> links = ConcurrentHashMap.newKeySet();
  private volatile NetworkState state = NetworkState.OPEN;

  TcpProxy(int port, int target) {
    this.target = target;
    try {
      server = new ServerSocket();
      server.setReuseAddress(true);
      server.bind(new InetSocketAddress(Ports.loopback(), port));
    } catch (IOException e) {
      throw new UncheckedIOException("a proxy cannot listen on port " + port, e);
    }
    Thread acceptor = new Thread(this::acceptAll, "proxy-" + port);
    acceptor.setDaemon(true);
    acceptor.start();
  }

  /** Sets the behaviour, also of existing connections. */
  void set(NetworkState next) {
    state = next;
    switch (next) {
      case CUT -> links.forEach(TcpLink::close);
      // Dropped bytes cannot be recovered, so the connection is unusable.
      case OPEN -> links.stream().filter(TcpLink::hasSwallowed).forEach(TcpLink::close);
      case SLOW, ANSWERS_LOST -> {}
    }
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      links.forEach(TcpLink::close);
    }
  }

  private void acceptAll() {
    while (true) {
      try {
        accept(server.accept());
      } catch (IOException closedOrRefused) {
        if (server.isClosed()) {
          return;
        }
        // Otherwise the client disconnected again.
      }
    }
  }

  private void accept(Socket client) throws IOException {
    if (state == NetworkState.CUT) {
      client.close();
      return;
    }
    Socket broker = new Socket();
    try {
      broker.connect(new InetSocketAddress(Ports.loopback(), target), CONNECT_MILLIS);
    } catch (IOException brokerIsDown) {
      // The client sees a closed port, as without a proxy.
      broker.close();
      client.close();
      return;
    }
    client.setTcpNoDelay(true);
    broker.setTcpNoDelay(true);
    TcpLink link = new TcpLink(client, broker, () -> state, links::remove);
    links.add(link);
    link.start();
    if (state == NetworkState.CUT) {
      link.close();
    }
  }
}
