package dev.darkstore.chaos.network;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Connection through a proxy: two sockets, and a thread for each direction. */
final class TcpLink {
  /** Delay in each direction, per read; a request and its reply take twice as long. */
  private static final Duration SLOWNESS = Duration.ofMillis(250);

  private static final int PIECE_BYTES = 64 * 1024;

  private final Socket client;
  private final Socket broker;
  private final Supplier<NetworkState> state;
  private final Consumer<TcpLink> ended;
  private volatile boolean swallowed;

  TcpLink(Socket client, Socket broker, Supplier<NetworkState> state, Consumer<TcpLink> ended) {
    this.client = client;
    this.broker = broker;
    this.state = state;
    this.ended = ended;
  }

  void start() {
    pump("proxy-requests", client, broker, false);
    pump("proxy-answers", broker, client, true);
  }

  /** Returns true if bytes that were sent along this connection were dropped. */
  boolean hasSwallowed() {
    return swallowed;
  }

  /** Ends the connection on both sides. */
  void close() {
    // Separately: the second must be closed even if closing the first fails.
    closeQuietly(client);
    closeQuietly(broker);
    ended.accept(this);
  }

  private void pump(String name, Socket from, Socket to, boolean isAnswer) {
    Thread thread =
        new Thread(
            () -> {
              try {
                copy(from.getInputStream(), to.getOutputStream(), isAnswer);
              } catch (IOException oneSideIsGone) {
                // The other socket is closed below as well.
                return;
              } finally {
                close();
              }
            },
            name);
    thread.setDaemon(true);
    thread.start();
  }

  private void copy(InputStream from, OutputStream to, boolean isAnswer) throws IOException {
    byte[] piece = new byte[PIECE_BYTES];
    for (int length = from.read(piece); length >= 0; length = from.read(piece)) {
      NetworkState now = state.get();
      if (now == NetworkState.SLOW) {
        LockSupport.parkNanos(SLOWNESS.toNanos());
      }
      if (isAnswer && (swallowed || now == NetworkState.ANSWERS_LOST)) {
        swallowed = true;
      } else {
        to.write(piece, 0, length);
      }
    }
  }

  private static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // Nothing is left to close.
      return;
    }
  }
}
