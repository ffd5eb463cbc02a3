package dev.darkstore.chaos;

import java.util.EnumMap;
import java.util.Map;

/** The paths of the processes that go through a proxy, one of each service. */
final class Network implements AutoCloseable {
  private final Map<ServiceKind, NetworkPath> paths = new EnumMap<>(ServiceKind.class);

  Network(BrokerPorts ports) {
    for (ServiceKind kind : ServiceKind.values()) {
      paths.put(kind, new NetworkPath(kind, ports));
    }
  }

  /** The path of the service's proxied process. */
  NetworkPath path(ServiceKind kind) {
    return paths.get(kind);
  }

  /** Opens all paths. */
  void mend() {
    paths.values().forEach(path -> path.set(NetworkState.OPEN));
  }

  @Override
  public void close() {
    paths.values().forEach(NetworkPath::close);
  }
}
