package dev.darkstore.chaos.fault;

import dev.darkstore.chaos.cluster.ChaosTiming;
import dev.darkstore.chaos.cluster.Services;
import dev.darkstore.chaos.cluster.SupervisedProcess;
import dev.darkstore.chaos.load.Route;
import dev.darkstore.chaos.network.Network;
import dev.darkstore.chaos.network.NetworkState;
import dev.darkstore.harness.Waiting;
import dev.darkstore.services.ServiceKind;
import java.util.Locale;
import java.util.Random;
import java.util.Set;

/** Network fault of limited duration between one process of a service and all brokers. */
record NetworkFault(
    ServiceKind service, NetworkState state, Network network, Services services, ChaosTiming timing)
    implements Fault {

  @Override
  public String kind() {
    return "network of %s %s"
        .formatted(service, state.name().toLowerCase(Locale.ROOT).replace('_', ' '));
  }

  @Override
  public Set<Route> routes() {
    return Set.of(Route.to(service));
  }

  @Override
  public boolean inject(Random random) {
    SupervisedProcess proxied = services.of(service).get(Services.PROXIED - 1).process();
    if (!proxied.isAlive()) {
      return false;
    }
    network.path(service).set(state);
    try {
      Waiting.pause(timing.trouble());
      return true;
    } finally {
      network.path(service).set(NetworkState.OPEN);
    }
  }
}
