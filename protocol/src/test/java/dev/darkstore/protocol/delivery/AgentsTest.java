package dev.darkstore.protocol.delivery;

import static dev.darkstore.protocol.delivery.Zone.ZONE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkstore.protocol.HeldUnit;
import dev.darkstore.protocol.Order;
import dev.darkstore.protocol.OrderLine;
import dev.darkstore.protocol.Reason;
import dev.darkstore.protocol.Refusal;
import dev.darkstore.protocol.delivery.Agent.Presence;
import dev.darkstore.protocol.delivery.Agent.Stay;
import dev.darkstore.protocol.participant.Reservation;
import dev.darkstore.protocol.participant.ReservationStatus;
import dev.darkstore.protocol.participant.Resource.Holding;
import dev.darkstore.protocol.participant.Resource.Taking;
import dev.darkstore.protocol.participant.SupplyDecision;
import dev.darkstore.protocol.participant.SupplyDecision.ReservationChange;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class AgentsTest {
  private static final Order ORDER =
      new Order("order-1", "customer-1", "store-1", ZONE, List.of(new OrderLine("rice", 1)));
  private static final Agent FREE = agent("Ravi", true, "", 200);
  private static final Agent LONGEST_IDLE = agent("Asha", true, "", 100);
  private static final Agent OFFLINE = agent("Dev", false, "", 0);
  private static final Agent WITH_ORDER = agent("Asha", true, "order-1", 100);
  private static final Agent ENTERING =
      new Agent(ZONE, "Ravi", true, new Stay(Presence.ENTERING, 9), Optional.empty(), 200, 4, 9);
  private static final HeldUnit ASHA = new HeldUnit("Asha", 1, 5, 9, 0);
  private static final Reservation RESERVED =
      new Reservation(
          ZONE, "order-1", 5, ReservationStatus.RESERVED, List.of(ASHA), 120_000, Optional.empty());

  private static Agent agent(String id, boolean online, String order, long idleSinceMillis) {
    return new Agent(
        ZONE,
        id,
        online,
        Optional.of(order)
            .filter(with -> !with.isEmpty())
            .map(with -> new Agent.Trip(with, 5, false)),
        idleSinceMillis,
        4,
        9);
  }

  private static Agents zone(Agent... agents) {
    return new Agents(new Zone(List.of(agents), List.of()));
  }

  private static Agents zoneWithHold(Agent... agents) {
    return new Agents(new Zone(List.of(agents), List.of(RESERVED)));
  }

  @Nested
  class Reserve {
    @Test
    void takesTheFreeAgentWhoIsIdleLongest() {
      assertThat(
              zone(FREE, LONGEST_IDLE, OFFLINE)
                  .reserve(Reservation.unknown(ZONE, "order-1", 5), ORDER, 1_000))
          .isEqualTo(
              new Taking.Taken<>(
                  new Holding<>(
                      List.of(ASHA),
                      List.of(
                          new Agent(
                              ZONE,
                              "Asha",
                              true,
                              Optional.of(new Agent.Trip("order-1", 5, false)),
                              100,
                              5,
                              9)))));
    }

    @Test
    void refusesWhenNobodyIsFree() {
      Refusal nobody = Refusal.of(Reason.NO_AGENT_AVAILABLE, "no agent is free in zone zone-1");

      assertThat(
              zone(OFFLINE, WITH_ORDER)
                  .reserve(Reservation.unknown(ZONE, "order-1", 5), ORDER, 1_000))
          .isEqualTo(new Taking.Refused<>(nobody));
      assertThat(zone().reserve(Reservation.unknown(ZONE, "order-1", 5), ORDER, 1_000))
          .isEqualTo(new Taking.Refused<>(nobody));
    }

    @Test
    void stopsWhereTheViewOffersAnAgentWhoIsNotFree() {
      AgentsView broken =
          new AgentsView() {
            @Override
            public Optional<Agent> agent(String zoneId, String agentId) {
              return Optional.of(WITH_ORDER);
            }

            @Override
            public Optional<Agent> longestIdle(String zoneId) {
              return Optional.of(WITH_ORDER);
            }

            @Override
            public Optional<Reservation> openReservation(Agent agent) {
              return Optional.empty();
            }
          };

      assertThatThrownBy(
              () ->
                  new Agents(broken).reserve(Reservation.unknown(ZONE, "order-1", 5), ORDER, 1_000))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("not free");
    }
  }

  @Nested
  class Commit {
    @Test
    void leavesTheAgentWithTheOrder() {
      assertThat(zone(WITH_ORDER).commit(RESERVED, 1_000))
          .isEqualTo(new Holding<>(List.of(new HeldUnit("Asha", 1, 4, 9, 0)), List.of()));
    }

    @Test
    void stopsAtAnAgentWhoIsNotWithTheOrder() {
      assertThatThrownBy(
              () -> zone(FREE).commit(branch("order-1", ReservationStatus.RESERVED, "Ravi"), 1_000))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("does not hold");
    }

    @Test
    void stopsAtAnAgentWhomTheZoneDoesNotKnow() {
      assertThatThrownBy(() -> zone().commit(RESERVED, 1_000))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("does not know");
    }
  }

  @Nested
  class Release {
    @Test
    void freesTheAgentWhoKeepsThePlaceInTheQueue() {
      assertThat(zone(WITH_ORDER).release(RESERVED, 1_000))
          .isEqualTo(
              new Holding<>(
                  List.of(new HeldUnit("Asha", 1, 5, 9, 1)),
                  List.of(new Agent(ZONE, "Asha", true, Optional.empty(), 100, 5, 9))));
    }

    @Test
    void leavesAnAgentAloneWhoIsWithAnotherOrderByNow() {
      assertThat(
              zone(WITH_ORDER)
                  .release(branch("order-0", ReservationStatus.ASSIGNED, "Asha"), 1_000))
          .isEqualTo(new Holding<>(List.of(), List.of()));
    }

    @Test
    void leavesAnAgentAloneWhoIsWithAnotherTransactionOfTheOrder() {
      assertThat(
              zone(WITH_ORDER)
                  .release(ofAnotherTransaction(ReservationStatus.ASSIGNED, "Asha"), 1_000))
          .isEqualTo(new Holding<>(List.of(), List.of()));
    }
  }

  @Nested
  class Online {
    @Test
    void isClaimedByTheZone() {
      assertThat(zone(OFFLINE).online(ZONE, "Dev", 1_000, 20).changes())
          .containsExactly(
              new Agent(
                  ZONE,
                  "Dev",
                  true,
                  new Stay(Presence.ENTERING, 20),
                  Optional.empty(),
                  1_000,
                  4,
                  20));
    }

    @Test
    void isNotFreeBeforeTheDirectoryGrantsTheClaim() {
      assertThat(ENTERING.isFree()).isFalse();
      assertThat(zone(ENTERING).reserve(Reservation.unknown(ZONE, "order-1", 5), ORDER, 1_000))
          .isInstanceOf(Taking.Refused.class);
    }

    @Test
    void isClaimedAnewWhenSaidAgainWhileAnotherZoneHasTheAgent() {
      assertThat(zone(ENTERING).online(ZONE, "Ravi", 1_000, 20).changes())
          .extracting(Agent::stay)
          .containsExactly(new Stay(Presence.ENTERING, 20));
    }

    @Test
    void isClaimedWithAGreaterNumberThoughOffsetsBeganAnew() {
      assertThat(zone(ENTERING).online(ZONE, "Ravi", 1_000, 0).changes())
          .extracting(Agent::stay)
          .containsExactly(new Stay(Presence.ENTERING, 10));
    }

    @Test
    void makesAnAgentKnown() {
      assertThat(zone().online(ZONE, "Mira", 1_000, 20))
          .isEqualTo(
              SupplyDecision.changing(
                  List.of(
                      new Agent(
                          ZONE,
                          "Mira",
                          true,
                          new Stay(Presence.ENTERING, 20),
                          Optional.empty(),
                          1_000,
                          0,
                          20))));
    }

    @Test
    void changesNothingButTheOffsetWhenOnline() {
      assertThat(zone(FREE).online(ZONE, "Ravi", 1_000, 20))
          .isEqualTo(
              SupplyDecision.changing(
                  List.of(new Agent(ZONE, "Ravi", true, Optional.empty(), 200, 4, 20))));
    }

    @Test
    void keepsTheTripOfAnAgentWhoWasAway() {
      Agent away = agent("Asha", false, "order-1", 100);

      assertThat(zone(away).online(ZONE, "Asha", 1_000, 20).changes())
          .containsExactly(
              new Agent(
                  ZONE,
                  "Asha",
                  true,
                  Optional.of(new Agent.Trip("order-1", 5, false)),
                  1_000,
                  4,
                  20));
    }
  }

  @Nested
  class Offline {
    @Test
    void changesNothingButTheOffsetWhenOffline() {
      assertThat(zone(OFFLINE).offline(ZONE, "Dev", 20))
          .isEqualTo(
              SupplyDecision.changing(
                  List.of(new Agent(ZONE, "Dev", false, Optional.empty(), 0, 4, 20))));
    }

    @Test
    void isRefusedForAnAgentWhomTheZoneDoesNotKnow() {
      assertThat(zone().offline(ZONE, "Mira", 20))
          .isEqualTo(refused(Reason.UNKNOWN_AGENT, "agent Mira was never online in zone zone-1"));
    }

    @Test
    void takesNoMoreTrips() {
      assertThat(zone(FREE).offline(ZONE, "Ravi", 20))
          .isEqualTo(
              SupplyDecision.changing(
                  List.of(new Agent(ZONE, "Ravi", false, Optional.empty(), 200, 5, 20))));
    }

    @Test
    void finishesTheTripThatIsAssigned() {
      assertThat(zone(WITH_ORDER, FREE).offline(ZONE, "Asha", 20))
          .isEqualTo(
              SupplyDecision.changing(
                  List.of(
                      new Agent(
                          ZONE,
                          "Asha",
                          false,
                          Optional.of(new Agent.Trip("order-1", 5, false)),
                          100,
                          4,
                          20))));
    }

    @Test
    void isReplacedWhileOnlyHeld() {
      SupplyDecision<Agent> decision = zoneWithHold(WITH_ORDER, FREE).offline(ZONE, "Asha", 20);

      assertThat(decision.changes())
          .containsExactly(
              new Agent(ZONE, "Asha", false, Optional.empty(), 100, 5, 20),
              new Agent(
                  ZONE, "Ravi", true, Optional.of(new Agent.Trip("order-1", 5, false)), 200, 5, 9));
      assertThat(decision.reservations())
          .containsExactly(
              new ReservationChange.Replaced(RESERVED, List.of(new HeldUnit("Ravi", 1, 5, 9, 0))));
    }

    @Test
    void losesTheReservationWhenNobodyCanTakeOver() {
      SupplyDecision<Agent> decision = zoneWithHold(WITH_ORDER, OFFLINE).offline(ZONE, "Asha", 20);

      assertThat(decision.changes())
          .containsExactly(new Agent(ZONE, "Asha", false, Optional.empty(), 100, 5, 20));
      assertThat(decision.reservations())
          .containsExactly(
              new ReservationChange.Lost(
                  RESERVED,
                  Reason.AGENT_WENT_OFFLINE,
                  "the agent went away and nobody else was free",
                  List.of()));
    }
  }

  /** Messages of the directory. */
  @Nested
  class Moves {
    private static final AgentMove.Grant GRANT = new AgentMove.Grant("Ravi", ZONE, 9);
    private static final AgentMove.Recall RECALL = new AgentMove.Recall("Ravi", ZONE, 9);

    @Test
    void letTheAgentIn() {
      Agent entered = here("Ravi", "", 1_000, 5);

      assertThat(zone(ENTERING).granted(GRANT, 1_000))
          .contains(SupplyDecision.changing(List.of(entered)));
      assertThat(entered.isFree()).isTrue();
      assertThat(Passage.between(Optional.of(ENTERING), entered))
          .isEqualTo(new Passage(Optional.of(Passage.Movement.ENTERED), List.of()));
    }

    @Test
    void areHeardOnce() {
      assertThat(zone(here("Ravi", "", 200, 4)).granted(GRANT, 1_000))
          .contains(SupplyDecision.changing(List.of()));
    }

    @Test
    void areOfNoUseUnderAClaimThatIsOver() {
      Agent away = here("Ravi", "", 200, 4).left(false);

      assertThat(zone(away).granted(GRANT, 1_000)).isEmpty();
      assertThat(zone(away).recalled(RECALL)).isEmpty();
      assertThat(zone().recalled(RECALL)).isEmpty();
      assertThat(zone(ENTERING).granted(new AgentMove.Grant("Ravi", ZONE, 8), 1_000)).isEmpty();
    }

    @Test
    void sendTheAgentAwayAtOnceWhenFree() {
      Agent free = here("Ravi", "", 200, 4);
      Agent left = free.left(false);

      assertThat(zone(free).recalled(RECALL)).contains(SupplyDecision.changing(List.of(left)));
      assertThat(left.online()).isFalse();
      assertThat(Passage.between(Optional.of(free), left))
          .isEqualTo(
              new Passage(
                  Optional.of(Passage.Movement.LEFT),
                  List.of(new AgentMove.Yield("Ravi", ZONE, 9))));
    }

    @Test
    void haveAHeldAgentReplaced() {
      Agent held = here("Asha", "order-1", 100, 5);

      SupplyDecision<Agent> decision =
          zoneWithHold(held, FREE).recalled(new AgentMove.Recall("Asha", ZONE, 9)).orElseThrow();

      assertThat(decision.changes()).extracting(Agent::agentId).containsExactly("Asha", "Ravi");
      assertThat(decision.changes().get(0).trip()).isEmpty();
      assertThat(decision.reservations())
          .containsExactly(
              new ReservationChange.Replaced(RESERVED, List.of(new HeldUnit("Ravi", 1, 5, 9, 0))));
    }

    @Test
    void waitForAnAssignedTrip() {
      Agent assigned = here("Ravi", "order-1", 100, 5);

      Agent leaving = zone(assigned).recalled(RECALL).orElseThrow().changes().get(0);

      assertThat(leaving.stay()).isEqualTo(new Stay(Presence.LEAVING, 9));
      assertThat(leaving.online()).isFalse();
      assertThat(Passage.between(Optional.of(assigned), leaving).messages()).isEmpty();
      Agent done = zone(leaving).completed(ZONE, "Ravi", "order-1", 1_000, 20).changes().get(0);
      assertThat(done.stay()).isEqualTo(new Stay(Presence.AWAY, 9));
      assertThat(Passage.between(Optional.of(leaving), done).messages())
          .containsExactly(new AgentMove.Yield("Ravi", ZONE, 9));
    }

    @Test
    void areFollowedByAClaimIfTheAgentCameOnlineAgainMeanwhile() {
      Agent leaving = here("Ravi", "order-1", 100, 5).leaving();
      Agent again = zone(leaving).online(ZONE, "Ravi", 1_000, 20).changes().get(0);

      Agent done = zone(again).completed(ZONE, "Ravi", "order-1", 2_000, 21).changes().get(0);

      assertThat(done.stay()).isEqualTo(new Stay(Presence.ENTERING, 21));
      assertThat(Passage.between(Optional.of(again), done))
          .isEqualTo(
              new Passage(
                  Optional.of(Passage.Movement.LEFT),
                  List.of(
                      new AgentMove.Yield("Ravi", ZONE, 9),
                      new AgentMove.Claim("Ravi", ZONE, 21))));
    }

    @Test
    void areNoneWhenAnAgentComesBackToAZoneThatStillHasThem() {
      Agent offline = here("Ravi", "order-1", 100, 5).wentOffline(19);

      Agent back = zone(offline).online(ZONE, "Ravi", 1_000, 20).changes().get(0);

      assertThat(back.stay()).isEqualTo(new Stay(Presence.HERE, 9));
      assertThat(Passage.between(Optional.of(offline), back).messages()).isEmpty();
    }

    @Test
    void claimAnAgentOfAnEarlierBuildWithoutAPause() {
      Agent claimed = FREE.claimed();

      assertThat(FREE.isUnclaimed()).isTrue();
      assertThat(claimed.isFree()).isTrue();
      assertThat(Passage.between(Optional.of(FREE), claimed))
          .isEqualTo(new Passage(Optional.empty(), List.of(new AgentMove.Claim("Ravi", ZONE, 9))));
    }

    private static Agent here(String id, String order, long idleSinceMillis, long change) {
      Agent known = agent(id, true, order, idleSinceMillis);
      return new Agent(
          ZONE,
          id,
          true,
          new Stay(Presence.HERE, 9),
          known.trip(),
          idleSinceMillis,
          change,
          known.supplyOffset());
    }
  }

  @Nested
  class Completed {
    @Test
    void freesTheAgentWhoIsIdleFromNowOn() {
      assertThat(zone(WITH_ORDER).completed(ZONE, "Asha", "order-1", 1_000, 20))
          .isEqualTo(
              SupplyDecision.changing(
                  List.of(new Agent(ZONE, "Asha", true, Optional.empty(), 1_000, 4, 20))));
    }

    @Test
    void freesTheAgentOnceTheOrderIsPlacedWhenReportedBefore() {
      Reservation assigned = branch("order-1", ReservationStatus.ASSIGNED, "Asha");
      Agents early = new Agents(new Zone(List.of(WITH_ORDER), List.of(assigned)));

      SupplyDecision<Agent> decision = early.completed(ZONE, "Asha", "order-1", 1_000, 20);

      Agent delivered =
          new Agent(
              ZONE, "Asha", true, Optional.of(new Agent.Trip("order-1", 5, true)), 100, 4, 20);
      assertThat(decision).isEqualTo(SupplyDecision.changing(List.of(delivered)));
      assertThat(delivered.isFree()).isFalse();
      assertThat(zone(delivered).settle(assigned, 1_500).changes())
          .containsExactly(new Agent(ZONE, "Asha", true, Optional.empty(), 1_500, 4, 20));
      assertThat(zone(delivered).release(assigned, 1_500).changes())
          .containsExactly(new Agent(ZONE, "Asha", true, Optional.empty(), 100, 5, 20));
    }

    @Test
    void isRefusedWhileOnlyHeld() {
      assertThat(zoneWithHold(WITH_ORDER).completed(ZONE, "Asha", "order-1", 1_000, 20))
          .isEqualTo(
              refused(
                  Reason.AGENT_NOT_ON_ORDER,
                  "agent Asha of zone zone-1 is not on the way with order order-1;"
                      + " the agent has no trip"));
    }

    @Test
    void freesTheAgentThoughAnotherTransactionOfTheOrderHoldsAnother() {
      Reservation another = ofAnotherTransaction(ReservationStatus.RESERVED, "Ravi");
      Agents agents = new Agents(new Zone(List.of(WITH_ORDER), List.of(another)));

      assertThat(agents.completed(ZONE, "Asha", "order-1", 1_000, 20))
          .isEqualTo(
              SupplyDecision.changing(
                  List.of(new Agent(ZONE, "Asha", true, Optional.empty(), 1_000, 4, 20))));
    }

    @Test
    void isRefusedForAnotherOrderAndForAnotherAgent() {
      assertThat(zone(WITH_ORDER).completed(ZONE, "Asha", "order-2", 1_000, 20))
          .isEqualTo(
              refused(
                  Reason.AGENT_NOT_ON_ORDER,
                  "agent Asha of zone zone-1 is not on the way with order order-2;"
                      + " the agent's order is order-1"));
      assertThat(zone(WITH_ORDER).completed(ZONE, "Mira", "order-1", 1_000, 20))
          .isEqualTo(refused(Reason.UNKNOWN_AGENT, "agent Mira was never online in zone zone-1"));
    }
  }

  @Nested
  class Settle {
    @Test
    void leavesAnAgentWhoIsStillOnTheWay() {
      assertThat(
              zone(WITH_ORDER)
                  .settle(branch("order-1", ReservationStatus.ASSIGNED, "Asha"), 1_000)
                  .changes())
          .isEmpty();
    }
  }

  private static SupplyDecision<Agent> refused(Reason reason, String detail) {
    return SupplyDecision.refused(Refusal.of(reason, detail));
  }

  private static Reservation branch(String orderId, ReservationStatus status, String agentId) {
    return new Reservation(ZONE, orderId, 5, status, held(agentId), 120_000, Optional.empty());
  }

  private static Reservation ofAnotherTransaction(ReservationStatus status, String agentId) {
    return new Reservation(ZONE, "order-1", 6, status, held(agentId), 120_000, Optional.empty());
  }

  private static List<HeldUnit> held(String agentId) {
    return List.of(new HeldUnit(agentId, 1, 1, -1, 0));
  }
}
