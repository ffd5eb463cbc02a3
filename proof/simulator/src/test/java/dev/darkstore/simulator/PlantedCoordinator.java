package dev.darkstore.simulator;

import dev.darkstore.protocol.HeldUnit;
import dev.darkstore.protocol.coordinator.CoordinatorDecisions;
import dev.darkstore.protocol.coordinator.CoordinatorMessage;
import dev.darkstore.protocol.coordinator.Decision;
import dev.darkstore.protocol.coordinator.Effect;
import dev.darkstore.protocol.coordinator.OrderState;
import java.util.List;

/**
 * Defective decisions as a coordinator. A notification about units that the branches did not assign
 * contains substitutes, since otherwise the service would detect the error.
 *
 * @param planted the decisions
 * @param timersRing true if a timer fires before each reply
 */
record PlantedCoordinator(CoordinatorDecisions planted, boolean timersRing)
    implements CoordinatorDecisions {
  private static final List<HeldUnit> SOMETHING = List.of(new HeldUnit("somebody", 1, 1, -1, 0));

  @Override
  public Decision decide(OrderState state, CoordinatorMessage message, long nowMillis) {
    if (timersRing && message instanceof CoordinatorMessage.BranchReply) {
      Decision rung = planted.decide(state, new CoordinatorMessage.DeadlineReached(), nowMillis);
      if (!rung.next().equals(state)) {
        return rung;
      }
    }
    Decision decision = planted.decide(state, message, nowMillis);
    return new Decision(
        decision.next(), decision.effects().stream().map(PlantedCoordinator::complete).toList());
  }

  private static Effect complete(Effect effect) {
    return effect instanceof Effect.Notify notify && notify.holding().isEmpty()
        ? new Effect.Notify(notify.branch(), notify.order(), SOMETHING)
        : effect;
  }
}
