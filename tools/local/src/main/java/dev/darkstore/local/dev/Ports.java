package dev.darkstore.local.dev;

import dev.darkstore.client.cluster.UnusableException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** Ports of this machine. */
public final class Ports {
  private static final int TRIED_MAX = 20;

  private Ports() {}

  /**
   * Returns the first free port from this one on.
   *
   * @throws UnusableException if none of the next ports is free
   */
  public static int freeFrom(int first) {
    for (int port = first; port < first + TRIED_MAX; port++) {
      if (isFree(port)) {
        return port;
      }
    }
    throw new UnusableException(
        "ports %d to %d of 127.0.0.1 are all taken; name another one"
            .formatted(first, first + TRIED_MAX - 1));
  }

  /** Returns true if a server could listen on this port of 127.0.0.1. */
  public static boolean isFree(int port) {
    try (ServerSocket socket =
        new ServerSocket(port, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
      return socket.isBound();
    } catch (IOException e) {
      return false;
    }
  }
}
