package dev.darkstore.chaos.network;

import dev.darkstore.chaos.cluster.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Passes connections to a port on to another, and misbehaves when told to. */
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

  /** Behaves like this from now on, towards connections that there are as well. */
  void set(NetworkState next) {
    state = next;
    switch (next) {
      case CUT -> links.forEach(TcpLink::close);
      // What was swallowed is missing for good; such a connection is of no use to anybody.
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
        // Otherwise it was the client who went away again; the next one is welcome.
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
      // What the client would see without a proxy: nobody there.
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
