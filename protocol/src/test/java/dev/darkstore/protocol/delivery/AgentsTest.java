package dev.darkstore.protocol.delivery;

import static dev.darkstore.protocol.delivery.Zone.ZONE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkstore.protocol.HeldUnit;
import dev.darkstore.protocol.Order;
import dev.darkstore.protocol.OrderLine;
import dev.darkstore.protocol.Reason;
import dev.darkstore.protocol.Refusal;
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
  private static final HeldUnit ASHA = new HeldUnit("Asha", 1, 5, 9, 0);
  private static final Reservation RESERVED =
      new Reservation(
          ZONE, "order-1", ReservationStatus.RESERVED, List.of(ASHA), 120_000, Optional.empty());

  private static Agent agent(String id, boolean online, String order, long idleSinceMillis) {
    return new Agent(
        ZONE,
        id,
        online,
        Optional.of(order).filter(with -> !with.isEmpty()),
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
  class Take {
    @Test
    void takesTheFreeAgentWhoIsIdleLongest() {
      assertThat(zone(FREE, LONGEST_IDLE, OFFLINE).take(ZONE, ORDER, 1_000))
          .isEqualTo(
              new Taking.Taken<>(
                  new Holding<>(
                      List.of(ASHA),
                      List.of(new Agent(ZONE, "Asha", true, Optional.of("order-1"), 100, 5, 9)))));
    }

    @Test
    void refusesWhenNobodyIsFree() {
      Refusal nobody = Refusal.of(Reason.NO_AGENT_AVAILABLE, "no agent is free in zone zone-1");

      assertThat(zone(OFFLINE, WITH_ORDER).take(ZONE, ORDER, 1_000))
          .isEqualTo(new Taking.Refused<>(nobody));
      assertThat(zone().take(ZONE, ORDER, 1_000)).isEqualTo(new Taking.Refused<>(nobody));
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
            public Optional<Reservation> openReservation(String zoneId, String orderId) {
              return Optional.empty();
            }
          };

      assertThatThrownBy(() -> new Agents(broken).take(ZONE, ORDER, 1_000))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("not free");
    }
  }

  @Nested
  class MakeFinal {
    @Test
    void leavesTheAgentWithTheOrder() {
      assertThat(zone(WITH_ORDER).makeFinal(ZONE, "order-1", List.of(ASHA), 1_000))
          .isEqualTo(new Holding<>(List.of(new HeldUnit("Asha", 1, 4, 9, 0)), List.of()));
    }

    @Test
    void stopsAtAnAgentWhoIsNotWithTheOrder() {
      assertThatThrownBy(() -> zone(FREE).makeFinal(ZONE, "order-1", held("Ravi"), 1_000))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("does not hold");
    }

    @Test
    void stopsAtAnAgentWhomTheZoneDoesNotKnow() {
      assertThatThrownBy(() -> zone().makeFinal(ZONE, "order-1", List.of(ASHA), 1_000))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("does not know");
    }
  }

  @Nested
  class GiveBack {
    @Test
    void freesTheAgentWhoKeepsThePlaceInTheQueue() {
      assertThat(zone(WITH_ORDER).giveBack(ZONE, "order-1", List.of(ASHA), 1_000))
          .isEqualTo(
              new Holding<>(
                  List.of(new HeldUnit("Asha", 1, 5, 9, 1)),
                  List.of(new Agent(ZONE, "Asha", true, Optional.empty(), 100, 5, 9))));
    }

    @Test
    void leavesAnAgentAloneWhoIsWithAnotherOrderByNow() {
      assertThat(zone(WITH_ORDER).giveBack(ZONE, "order-0", List.of(ASHA), 1_000))
          .isEqualTo(new Holding<>(List.of(), List.of()));
    }
  }

  @Nested
  class Online {
    @Test
    void isIdleFromNowOn() {
      assertThat(zone(OFFLINE).online(ZONE, "Dev", 1_000, 20))
          .isEqualTo(
              SupplyDecision.changing(
                  List.of(new Agent(ZONE, "Dev", true, Optional.empty(), 1_000, 4, 20))));
    }

    @Test
    void makesAnAgentKnown() {
      assertThat(zone().online(ZONE, "Mira", 1_000, 20))
          .isEqualTo(
              SupplyDecision.changing(
                  List.of(new Agent(ZONE, "Mira", true, Optional.empty(), 1_000, 0, 20))));
    }

    @Test
    void isIgnoredWhenOnline() {
      assertThat(zone(FREE).online(ZONE, "Ravi", 1_000, 20)).isEqualTo(SupplyDecision.ignored());
    }

    @Test
    void keepsTheTripOfAnAgentWhoWasAway() {
      Agent away = agent("Asha", false, "order-1", 100);

      assertThat(zone(away).online(ZONE, "Asha", 1_000, 20).changes())
          .containsExactly(new Agent(ZONE, "Asha", true, Optional.of("order-1"), 1_000, 4, 20));
    }
  }

  @Nested
  class Offline {
    @Test
    void isIgnoredWhenOfflineOrUnknown() {
      assertThat(zone(OFFLINE).offline(ZONE, "Dev", 1_000, 20)).isEqualTo(SupplyDecision.ignored());
      assertThat(zone().offline(ZONE, "Mira", 1_000, 20)).isEqualTo(SupplyDecision.ignored());
    }

    @Test
    void takesNoMoreTrips() {
      assertThat(zone(FREE).offline(ZONE, "Ravi", 1_000, 20))
          .isEqualTo(
              SupplyDecision.changing(
                  List.of(new Agent(ZONE, "Ravi", false, Optional.empty(), 200, 4, 20))));
    }

    @Test
    void finishesTheTripThatIsAssigned() {
      assertThat(zone(WITH_ORDER, FREE).offline(ZONE, "Asha", 1_000, 20))
          .isEqualTo(
              SupplyDecision.changing(
                  List.of(new Agent(ZONE, "Asha", false, Optional.of("order-1"), 100, 4, 20))));
    }

    @Test
    void isReplacedWhileOnlyHeld() {
      SupplyDecision<Agent> decision =
          zoneWithHold(WITH_ORDER, FREE).offline(ZONE, "Asha", 1_000, 20);

      assertThat(decision.changes())
          .containsExactly(
              new Agent(ZONE, "Asha", false, Optional.empty(), 100, 4, 20),
              new Agent(ZONE, "Ravi", true, Optional.of("order-1"), 200, 5, 9));
      assertThat(decision.reservations())
          .containsExactly(
              new ReservationChange.Replaced(RESERVED, List.of(new HeldUnit("Ravi", 1, 5, 9, 0))));
    }

    @Test
    void losesTheReservationWhenNobodyCanTakeOver() {
      SupplyDecision<Agent> decision =
          zoneWithHold(WITH_ORDER, OFFLINE).offline(ZONE, "Asha", 1_000, 20);

      assertThat(decision.changes())
          .containsExactly(new Agent(ZONE, "Asha", false, Optional.empty(), 100, 4, 20));
      assertThat(decision.reservations())
          .containsExactly(
              new ReservationChange.Lost(
                  RESERVED,
                  Reason.AGENT_WENT_OFFLINE,
                  "the agent went offline and nobody else was free",
                  List.of()));
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
    void isIgnoredWhileOnlyHeld() {
      assertThat(zoneWithHold(WITH_ORDER).completed(ZONE, "Asha", "order-1", 1_000, 20))
          .isEqualTo(SupplyDecision.ignored());
    }

    @Test
    void isIgnoredForAnotherOrderAndAnotherAgent() {
      assertThat(zone(WITH_ORDER).completed(ZONE, "Asha", "order-2", 1_000, 20))
          .isEqualTo(SupplyDecision.ignored());
      assertThat(zone(WITH_ORDER).completed(ZONE, "Mira", "order-1", 1_000, 20))
          .isEqualTo(SupplyDecision.ignored());
    }
  }

  private static List<HeldUnit> held(String agentId) {
    return List.of(new HeldUnit(agentId, 1, 1, -1, 0));
  }
}
