package dev.darkstore.local;

import dev.darkstore.client.cluster.UnusableException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/** Ports of 127.0.0.1. */
public final class Ports {
  private static final int TRIED_MAX = 20;
  private static final int RANDOM_MIN = 15_000;
  private static final int RANDOM_MAX = 32_000;
  private static final int RANDOM_TRIES = 2_000;

  private Ports() {}

  /** Returns 127.0.0.1 instead of ::1, which the JVM may prefer. */
  public static InetAddress loopback() {
    try {
      return InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    } catch (UnknownHostException e) {
      throw new UncheckedIOException(e);
    }
  }

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

  /**
   * Returns this many free ports below the range of ephemeral ports: while a server is down, no
   * outgoing connection may occupy its port.
   *
   * @throws UnusableException if too few are found
   */
  public static List<Integer> free(int count) {
    Set<Integer> found = new LinkedHashSet<>();
    for (int tries = 0; found.size() < count; tries++) {
      if (tries == RANDOM_TRIES) {
        throw new UnusableException(
            "not enough free ports between " + RANDOM_MIN + " and " + RANDOM_MAX);
      }
      int port = ThreadLocalRandom.current().nextInt(RANDOM_MIN, RANDOM_MAX);
      if (isFree(port)) {
        found.add(port);
      }
    }
    return List.copyOf(found);
  }

  /** Returns true if a server could listen on this port of 127.0.0.1. */
  public static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket(port, 1, loopback())) {
      return socket.isBound();
    } catch (IOException e) {
      return false;
    }
  }
}
