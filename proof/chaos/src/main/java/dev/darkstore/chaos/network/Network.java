package dev.darkstore.chaos.network;

import dev.darkstore.chaos.cluster.BrokerPorts;
import dev.darkstore.services.ServiceKind;
import java.util.EnumMap;
import java.util.Map;

/** Paths of the processes behind a proxy, one of each service. */
public final class Network implements AutoCloseable {
  private final Map<ServiceKind, NetworkPath> paths = new EnumMap<>(ServiceKind.class);

  public Network(BrokerPorts ports) {
    for (ServiceKind kind : ServiceKind.values()) {
      paths.put(kind, new NetworkPath(kind, ports));
    }
  }

  /** Returns the path of the service's process behind a proxy. */
  public NetworkPath path(ServiceKind kind) {
    return paths.get(kind);
  }

  /** Opens all paths. */
  public void mend() {
    paths.values().forEach(path -> path.set(NetworkState.OPEN));
  }

  @Override
  public void close() {
    paths.values().forEach(NetworkPath::close);
  }
}
