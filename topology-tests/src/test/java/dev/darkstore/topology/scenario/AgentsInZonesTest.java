package dev.darkstore.topology.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkstore.events.SupplyApplied;
import dev.darkstore.events.SupplyEvent;
import dev.darkstore.protocol.coordinator.Phase;
import dev.darkstore.schemas.Topic;
import dev.darkstore.simulator.world.World;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Scenarios of an agent who goes online in several zones, but is in one of them at any time. */
@DisplayName("Agents in several zones")
class AgentsInZonesTest extends Scenario {
  private static final String OTHER = "z-2";
  private static final String THIRD = "z-3";

  @Test
  @DisplayName("A free agent who goes online in another zone moves at once")
  void anAgentWhoIsFreeMovesAtOnce() {
    orderThatIs(Phase.REJECTED);

    world.online(OTHER, "a-1");
    world.settle();

    assertThat(movements()).containsExactly("z-1 ENTERED a-1", "z-1 LEFT a-1", "z-2 ENTERED a-1");
    assertThat(placedIn(ZONE, "o-2")).isFalse();
    assertThat(placedIn(OTHER, "o-3")).isTrue();
  }

  @Test
  @DisplayName("A held agent who goes online in another zone is replaced and moves")
  void anAgentWhoIsHeldIsReplacedAndMoves() {
    orderThatIs(Phase.COMMITTING);
    online("a-2");

    world.online(OTHER, "a-1");
    world.deliverAll(Topic.AGENT_UPDATES);
    world.deliverAll(Topic.AGENT_MOVES);
    world.settle();

    assertThat(notifiedAgents("o-1")).containsExactly("a-2");
    assertThat(movements()).endsWith("z-1 LEFT a-1", "z-2 ENTERED a-1");
    assertThat(placedIn(OTHER, "o-2")).isTrue();
  }

  @Test
  @DisplayName("An assigned agent who goes online in another zone moves after the delivery")
  void anAgentWithAnOrderMovesWhenItIsDelivered() {
    orderThatIs(Phase.PLACED);
    world.online(OTHER, "a-1");
    world.settle();
    assertThat(movements()).endsWith("z-1 LEAVING a-1");
    assertThat(placedIn(OTHER, "o-2")).as("during the delivery").isFalse();

    world.delivered(ZONE, "a-1", "o-1");
    world.settle();

    assertThat(movements()).endsWith("z-1 LEAVING a-1", "z-1 LEFT a-1", "z-2 ENTERED a-1");
    assertThat(placedIn(ZONE, "o-3")).isFalse();
    assertThat(placedIn(OTHER, "o-4")).isTrue();
  }

  @Test
  @DisplayName("The zone that claims an agent last gets the agent")
  void theZoneThatClaimsLastGetsTheAgent() {
    orderThatIs(Phase.PLACED);
    world.online(OTHER, "a-1");
    world.settle();
    world.online(THIRD, "a-1");
    world.settle();

    world.delivered(ZONE, "a-1", "o-1");
    world.settle();

    assertThat(movements()).endsWith("z-2 LEFT a-1", "z-1 LEFT a-1", "z-3 ENTERED a-1");
    assertThat(placedIn(OTHER, "o-2")).isFalse();
    assertThat(placedIn(THIRD, "o-3")).isTrue();
  }

  @Test
  @DisplayName("An agent who goes offline and online during a delivery is not claimed again")
  void anAgentWhoGoesOfflineAndOnlineDuringADeliveryIsNotClaimedAgain() {
    orderThatIs(Phase.PLACED);
    int before = world.events(Topic.AGENT_MOVES).size();

    world.offline(ZONE, "a-1");
    world.online(ZONE, "a-1");
    world.settle();

    assertThat(world.events(Topic.AGENT_MOVES)).hasSize(before).hasSize(2);
  }

  @Test
  @DisplayName("One of two zones that claim an agent at once gets the agent")
  void oneOfTwoZonesThatClaimAnAgentAtOnceGetsTheAgent() {
    stock("milk", 5);
    world.online(ZONE, "a-1");
    world.online(OTHER, "a-1");
    world.settle();

    assertThat(List.of(placedIn(ZONE, "o-1"), placedIn(OTHER, "o-2")))
        .containsExactlyInAnyOrder(true, false);
  }

  /** Places an order in a zone, and runs the services; returns true if it is placed. */
  private boolean placedIn(String zone, String orderId) {
    world.place(World.order(orderId, STORE, zone, World.line("milk", 1)));
    world.settle();
    return world.kinds(Topic.ORDER_EVENTS, orderId).contains("OrderPlaced");
  }

  private List<String> movements() {
    return world.events(Topic.AGENT_EVENTS).stream()
        .map(event -> (SupplyEvent) event.message())
        .filter(event -> event.getMove() != null)
        .map(
            event ->
                "%s %s %s"
                    .formatted(
                        event.getBranchKey(),
                        event.getMove(),
                        ((SupplyApplied) event.getBody()).getBalances().get(0).getUnit()))
        .toList();
  }
}
