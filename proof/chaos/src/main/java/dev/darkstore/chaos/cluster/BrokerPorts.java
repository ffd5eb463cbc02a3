package dev.darkstore.chaos.cluster;

import dev.darkstore.local.Ports;
import dev.darkstore.services.ServiceKind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.stream.Collectors;

/** Ports of brokers, controllers and proxies. Brokers are numbered from 1. */
public final class BrokerPorts {
  public static final int BROKERS = 3;

  private final List<Integer> controller;
  private final List<Integer> direct;
  private final Map<ServiceKind, List<Integer>> proxied = new EnumMap<>(ServiceKind.class);
  private final Map<ServiceKind, List<Integer>> proxy = new EnumMap<>(ServiceKind.class);

  public BrokerPorts() {
    int purposes = 2 + 2 * ServiceKind.values().length;
    Queue<Integer> free = new ArrayDeque<>(Ports.free(BROKERS * purposes));
    controller = take(free);
    direct = take(free);
    for (ServiceKind kind : ServiceKind.values()) {
      proxied.put(kind, take(free));
      proxy.put(kind, take(free));
    }
  }

  static String address(int port) {
    return "127.0.0.1:" + port;
  }

  public int controller(int broker) {
    return controller.get(broker - 1);
  }

  int direct(int broker) {
    return direct.get(broker - 1);
  }

  /** Returns the port of the broker for connections through the proxy of a service. */
  public int proxied(ServiceKind kind, int broker) {
    return proxied.get(kind).get(broker - 1);
  }

  /** Returns the port of a service's proxy for connections to the broker. */
  public int proxy(ServiceKind kind, int broker) {
    return proxy.get(kind).get(broker - 1);
  }

  /** Returns the bootstrap servers for a client without a proxy. */
  public String bootstrap() {
    return addresses(direct);
  }

  /** Returns the bootstrap servers for a service that connects through its proxy. */
  String bootstrapByProxy(ServiceKind kind) {
    return addresses(proxy.get(kind));
  }

  private static String addresses(List<Integer> ports) {
    return ports.stream().map(BrokerPorts::address).collect(Collectors.joining(","));
  }

  private static List<Integer> take(Queue<Integer> free) {
    List<Integer> taken = new ArrayList<>();
    for (int broker = 1; broker <= BROKERS; broker++) {
      taken.add(free.remove());
    }
    return List.copyOf(taken);
  }
}
