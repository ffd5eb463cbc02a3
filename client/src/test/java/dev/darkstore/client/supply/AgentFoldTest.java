package dev.darkstore.client.supply;

import static dev.darkstore.client.supply.SupplyLog.unit;
import static org.assertj.core.api.Assertions.assertThat;

import dev.darkstore.client.log.LogEntry;
import dev.darkstore.client.supply.AgentFold.Agent;
import dev.darkstore.events.Assigned;
import dev.darkstore.events.Released;
import dev.darkstore.events.Reserved;
import dev.darkstore.events.UnitBalance;
import dev.darkstore.schemas.Topic;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("An agent folded from the events of delivery")
class AgentFoldTest {
  private static final Instant EXPIRY = Instant.parse("2026-01-31T12:02:00Z");
  private static final int INTERLEAVINGS = 500;

  private final SupplyLog log = new SupplyLog(Topic.AGENT_EVENTS, Topic.DELIVERY_EVENTS, "z-1");

  @Test
  @DisplayName("is not free before the zone has the agent")
  void isNotFreeWhileEntering() {
    log.applied(0, new UnitBalance("ann", 0L, 0L, true, null, true));

    Agent ann = assertAlways(new Agent("z-1", "ann", true, true, Optional.empty(), false));
    assertThat(ann.isFree()).isFalse();
  }

  @Test
  @DisplayName("is held for the order that reserved last, in any interleaving of partitions")
  void isHeldForTheOrderThatReservedLast() {
    log.applied(0, new UnitBalance("ann", 1L, 1L, true, null, false))
        .replied("o-1", new Reserved(List.of(unit("ann", 1, 2, 0, 0)), EXPIRY, 1_000L))
        .replied("o-1", new Released(List.of(unit("ann", 1, 3, 0, 1))))
        .replied("o-2", new Reserved(List.of(unit("ann", 1, 4, 0, 0)), EXPIRY, 1_000L));

    Agent ann = assertAlways(new Agent("z-1", "ann", true, false, Optional.of("o-2"), false));
    assertThat(ann.isFree()).isFalse();
  }

  @Test
  @DisplayName("is assigned until the delivery is completed, and free after it")
  void isFreeAfterTheDelivery() {
    log.applied(0, new UnitBalance("ann", 1L, 1L, true, null, false))
        .replied("o-1", new Reserved(List.of(unit("ann", 1, 2, 0, 0)), EXPIRY, 1_000L))
        .replied("o-1", new Assigned(List.of(unit("ann", 1, 2, 0, 0))));
    assertAlways(new Agent("z-1", "ann", true, false, Optional.of("o-1"), true));

    log.applied(1, new UnitBalance("ann", 1L, 3L, true, null, false));
    Agent ann = assertAlways(new Agent("z-1", "ann", true, false, Optional.empty(), false));
    assertThat(ann.isFree()).isTrue();
  }

  @Test
  @DisplayName("is offline after the reply that reports it, whenever that is read")
  void isOffline() {
    log.applied(0, new UnitBalance("ann", 1L, 1L, true, null, false))
        .applied(1, new UnitBalance("ann", 0L, 1L, false, null, false));

    Agent ann = assertAlways(new Agent("z-1", "ann", false, false, Optional.empty(), false));
    assertThat(ann.isFree()).isFalse();
  }

  private Agent assertAlways(Agent expected) {
    for (long seed = 0; seed < INTERLEAVINGS; seed++) {
      AgentFold fold = new AgentFold(10);
      List<LogEntry> entries = log.interleaved(seed);
      entries.forEach(fold::accept);
      assertThat(fold.agents()).as("seed %s: %s", seed, entries).containsExactly(expected);
    }
    return expected;
  }
}
