package dev.darkstore.chaos.network;

import dev.darkstore.chaos.cluster.BrokerPorts;
import dev.darkstore.services.ServiceKind;
import java.util.List;
import java.util.stream.IntStream;

/** Path from one process of a service to all brokers. */
public final class NetworkPath implements AutoCloseable {
  private final List<TcpProxy> proxies;

  /** Creates the open path of a service's process behind a proxy. */
  NetworkPath(ServiceKind kind, BrokerPorts ports) {
    proxies =
        IntStream.rangeClosed(1, BrokerPorts.BROKERS)
            .mapToObj(
                broker -> new TcpProxy(ports.proxy(kind, broker), ports.proxied(kind, broker)))
            .toList();
  }

  public void set(NetworkState state) {
    proxies.forEach(proxy -> proxy.set(state));
  }

  @Override
  public void close() {
    proxies.forEach(TcpProxy::close);
  }
}
