package dev.darkstore.coordinator;

import dev.darkstore.coordinator.BranchRoute.Notifications;
import dev.darkstore.protocol.coordinator.Branch;
import dev.darkstore.protocol.coordinator.Coordinator;
import dev.darkstore.protocol.coordinator.CoordinatorDecisions;
import dev.darkstore.protocol.coordinator.CoordinatorMessage;
import dev.darkstore.protocol.coordinator.CoordinatorTiming;
import dev.darkstore.runtime.settings.TopologySettings;
import dev.darkstore.runtime.state.ClosedStore;
import dev.darkstore.runtime.state.CommitHook;
import dev.darkstore.runtime.state.OpenStore;
import dev.darkstore.runtime.wiring.ServiceTopology;
import dev.darkstore.runtime.wiring.Wiring;
import dev.darkstore.schemas.Topic;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Topology of the coordinator: orders and the branches' events in, commands and outcomes out. */
public final class CoordinatorTopology {
  private CoordinatorTopology() {}

  /** Builds the topology with these durations. */
  public static ServiceTopology build(CoordinatorTiming timing, TopologySettings settings) {
    return build(branches -> new Coordinator(branches, timing), settings);
  }

  /** Builds the topology with other decisions about these branches, such as defective ones. */
  public static ServiceTopology build(
      Function<List<Branch>, CoordinatorDecisions> decisions, TopologySettings settings) {
    List<BranchRoute> routes = BranchRoutes.of(settings.installation().branches());
    CoordinatorDecisions coordinator =
        decisions.apply(routes.stream().map(BranchRoute::branch).toList());
    Wiring<CoordinatorMessage> wiring =
        new Wiring<CoordinatorMessage>(settings, "coordinate", CoordinatorProcessor.OPEN_STORE)
            .readFromClients(Topic.ORDERS, CoordinatorReaders::order);
    List<Topic> outputs = new ArrayList<>(List.of(Topic.ORDER_EVENTS));
    for (BranchRoute route : routes) {
      wiring.readFromService(route.votes(), CoordinatorReaders.vote(route));
      wiring.readFromService(route.events(), CoordinatorReaders.reply(route));
      outputs.add(route.commands());
      outputs.add(route.releases());
      route.notifications().map(Notifications::topic).ifPresent(outputs::add);
    }
    return wiring.decide(
        () -> new CoordinatorProcessor(coordinator, routes, settings),
        List.of(
            OpenStore.builder(settings.stores(), CoordinatorProcessor.OPEN_STORE),
            ClosedStore.builder(
                settings.stores(),
                CoordinatorProcessor.CLOSED_STORE,
                settings.retention().toMillis()),
            CommitHook.builder()),
        outputs);
  }
}
