package dev.darkstore.simulator;

import dev.darkstore.coordinator.CoordinatorTopology;
import dev.darkstore.delivery.DeliveryTopology;
import dev.darkstore.planted.Decisions;
import dev.darkstore.protocol.coordinator.CoordinatorTiming;
import dev.darkstore.runtime.participant.OwnedResource;
import dev.darkstore.runtime.participant.ParticipantDefinition;
import dev.darkstore.runtime.participant.ParticipantTopology;
import dev.darkstore.runtime.settings.TopologySettings;
import dev.darkstore.runtime.wiring.ServiceTopology;
import dev.darkstore.simulator.world.ServiceKind;
import dev.darkstore.simulator.world.Topologies;
import dev.darkstore.store.StoreTopology;
import java.util.function.UnaryOperator;

/**
 * Production topologies with other decisions.
 *
 * @param decisions the decisions
 * @param timersRing true if outdated timers fire at any time, as they might if the index of
 *     deadlines did not remove them; correct decisions tolerate it
 */
public record PlantedTopologies(Decisions decisions, boolean timersRing) implements Topologies {
  @Override
  public ServiceTopology build(
      ServiceKind service, CoordinatorTiming timing, TopologySettings settings) {
    return switch (service) {
      case COORDINATOR ->
          CoordinatorTopology.build(
              branches ->
                  new PlantedCoordinator(decisions.coordinator(branches, timing), timersRing),
              settings);
      case STORE ->
          ParticipantTopology.build(
              with(
                  StoreTopology.DEFINITION,
                  stock -> new PlantedStock(stock, decisions, timersRing)),
              settings);
      case DELIVERY ->
          ParticipantTopology.build(
              with(
                  DeliveryTopology.DEFINITION,
                  agents -> new PlantedAgents(agents, decisions, timersRing)),
              settings);
      case PAYMENT -> Topologies.PRODUCTION.build(service, timing, settings);
    };
  }

  @Override
  public boolean areCausesNamed() {
    return !timersRing;
  }

  private static <S, C> ParticipantDefinition<S, C> with(
      ParticipantDefinition<S, C> production, UnaryOperator<OwnedResource<S, C>> planted) {
    return new ParticipantDefinition<>(
        production.commands(),
        production.releases(),
        production.votes(),
        production.events(),
        production.supply(),
        production.own(),
        (units, reservations, port) ->
            planted.apply(production.factory().open(units, reservations, port)));
  }
}
