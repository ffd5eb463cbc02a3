package dev.darkstore.chaos;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Who listens where. Brokers are numbered from 1. */
final class BrokerPorts {
  static final int BROKERS = 3;

  private static final int PER_BROKER = 2 + 2 * ServiceKind.values().length;

  private final List<Integer> ports = Ports.free(BROKERS * PER_BROKER);

  static String address(int port) {
    return "127.0.0.1:" + port;
  }

  int controller(int broker) {
    return port(broker, 0);
  }

  int direct(int broker) {
    return port(broker, 1);
  }

  /** Where the broker listens for what comes through the proxy of a service. */
  int proxied(ServiceKind kind, int broker) {
    return port(broker, 2 + 2 * kind.ordinal());
  }

  /** Where the proxy of a service listens for what is meant for the broker. */
  int proxy(ServiceKind kind, int broker) {
    return port(broker, 3 + 2 * kind.ordinal());
  }

  /** What connects to the brokers without a proxy. */
  String bootstrap() {
    return IntStream.rangeClosed(1, BROKERS)
        .mapToObj(broker -> address(direct(broker)))
        .collect(Collectors.joining(","));
  }

  /** What connects a service to the brokers through its proxy. */
  String bootstrapByProxy(ServiceKind kind) {
    return IntStream.rangeClosed(1, BROKERS)
        .mapToObj(broker -> address(proxy(kind, broker)))
        .collect(Collectors.joining(","));
  }

  private int port(int broker, int which) {
    return ports.get((broker - 1) * PER_BROKER + which);
  }
}
