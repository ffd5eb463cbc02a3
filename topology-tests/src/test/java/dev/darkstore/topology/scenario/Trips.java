package dev.darkstore.topology.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkstore.events.AgentUpdate;
import dev.darkstore.events.DeliveryCompleted;
import dev.darkstore.events.HeldUnit;
import dev.darkstore.events.Released;
import dev.darkstore.events.ReservationExpired;
import dev.darkstore.events.Reserved;
import dev.darkstore.schemas.Topic;
import dev.darkstore.simulator.world.Event;
import dev.darkstore.simulator.world.World;
import java.util.HashMap;
import java.util.Map;

/** Replays which agent was with which order; agents' ids must differ between zones. */
final class Trips {
  private final World world;
  private final Map<String, Long> lastChange = new HashMap<>();
  private final Map<String, String> orderByAgent = new HashMap<>();
  private final Map<String, String> agentByOrder = new HashMap<>();

  private Trips(World world) {
    this.world = world;
  }

  /** The agent that each order was given for good. On the way, no agent may be with two orders. */
  static Map<String, String> agentByOrder(World world) {
    Trips trips = new Trips(world);
    for (Event event : world.events(Topic.DELIVERY_EVENTS)) {
      String orderId = event.orderId().orElseThrow();
      if (event.body() instanceof Reserved reserved) {
        trips.taken(orderId, reserved.getHolding().get(0));
      } else if (event.body() instanceof ReservationExpired || event.body() instanceof Released) {
        trips.givenBack(orderId);
      }
    }
    return trips.agentByOrder;
  }

  private void taken(String orderId, HeldUnit agent) {
    String agentId = agent.getUnit();
    if (agent.getChange() <= lastChange.getOrDefault(agentId, 0L)) {
      return; // said before
    }
    lastChange.put(agentId, agent.getChange());
    String before = orderByAgent.put(agentId, orderId);
    if (before != null && !hasDelivered(agentId, before, agent.getSupplyOffset())) {
      assertThat(before).as("the order of %s, who is taken by %s", agentId, orderId).isNull();
    }
    String replaced = agentByOrder.put(orderId, agentId);
    if (replaced != null) {
      orderByAgent.remove(replaced, orderId);
    }
  }

  private void givenBack(String orderId) {
    String agentId = agentByOrder.remove(orderId);
    if (agentId != null) {
      orderByAgent.remove(agentId, orderId);
    }
  }

  private boolean hasDelivered(String agentId, String orderId, long supplyOffset) {
    return world.events(Topic.AGENT_UPDATES).stream()
        .filter(event -> event.record().offset() <= supplyOffset)
        .anyMatch(
            event ->
                ((AgentUpdate) event.message()).getAgentId().equals(agentId)
                    && event.body() instanceof DeliveryCompleted completed
                    && completed.getOrderId().equals(orderId));
  }
}
