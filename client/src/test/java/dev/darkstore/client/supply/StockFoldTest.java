package dev.darkstore.client.supply;

import static dev.darkstore.client.supply.SupplyLog.unit;
import static org.assertj.core.api.Assertions.assertThat;

import dev.darkstore.client.log.LogEntry;
import dev.darkstore.client.supply.StockFold.Sku;
import dev.darkstore.events.Assigned;
import dev.darkstore.events.Reason;
import dev.darkstore.events.Released;
import dev.darkstore.events.ReservationExpired;
import dev.darkstore.events.Reserved;
import dev.darkstore.events.UnitBalance;
import dev.darkstore.schemas.Topic;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The stock folded from the store's events")
class StockFoldTest {
  private static final Instant EXPIRY = Instant.parse("2026-01-31T12:02:00Z");
  private static final int INTERLEAVINGS = 500;

  private final SupplyLog log = new SupplyLog(Topic.STOCK_EVENTS, Topic.STORE_EVENTS, "s-1");

  @Test
  @DisplayName("counts what is available, reserved and assigned, in any interleaving of partitions")
  void countsEachStateInAnyInterleaving() {
    log.applied(0, milk(10, 0))
        .replied("o-1", new Reserved(List.of(unit("milk", 2, 1, 0, 8)), EXPIRY, 1_000L))
        .replied("o-1", new Assigned(List.of(unit("milk", 2, 1, 0, 8))))
        .replied("o-2", new Reserved(List.of(unit("milk", 3, 2, 0, 5)), EXPIRY, 1_000L))
        .applied(1, milk(9, 2));

    assertAlways(new Sku("s-1", "milk", 9, 3, 2));
  }

  @Test
  @DisplayName("counts nothing as held after a release or an expiry")
  void countsNothingAsHeldAfterAnEnd() {
    log.applied(0, milk(10, 0))
        .replied("o-1", new Reserved(List.of(unit("milk", 2, 1, 0, 8)), EXPIRY, 1_000L))
        .replied("o-1", new Assigned(List.of(unit("milk", 2, 1, 0, 8))))
        .replied("o-1", new Released(List.of(unit("milk", 2, 3, 0, 7))))
        .replied("o-2", new Reserved(List.of(unit("milk", 3, 2, 0, 5)), EXPIRY, 1_000L))
        .replied(
            "o-2",
            new ReservationExpired(
                Reason.RESERVATION_EXPIRED, List.of(unit("milk", 3, 4, 0, 10)), EXPIRY));

    assertAlways(new Sku("s-1", "milk", 10, 0, 0));
  }

  @Test
  @DisplayName("counts a repeated reply once")
  void countsARepeatedReplyOnce() {
    Reserved reserved = new Reserved(List.of(unit("milk", 2, 1, 0, 8)), EXPIRY, 1_000L);
    Assigned assigned = new Assigned(List.of(unit("milk", 2, 1, 0, 8)));
    log.applied(0, milk(10, 0))
        .replied("o-1", reserved)
        .replied("o-1", reserved)
        .replied("o-1", assigned)
        .replied("o-1", assigned);

    assertAlways(new Sku("s-1", "milk", 8, 0, 2));
  }

  @Test
  @DisplayName("ignores skus beyond its limit, and keeps those that it has")
  void ignoresSkusBeyondItsLimit() {
    StockFold fold = new StockFold(1);
    log.applied(0, milk(10, 0))
        .applied(1, new UnitBalance("eggs", 4L, 0L, true, null, false))
        .applied(2, milk(7, 0))
        .interleaved(1)
        .forEach(fold::accept);

    assertThat(fold.skus()).containsExactly(new Sku("s-1", "milk", 7, 0, 0));
  }

  private void assertAlways(Sku expected) {
    for (long seed = 0; seed < INTERLEAVINGS; seed++) {
      StockFold fold = new StockFold(10);
      List<LogEntry> entries = log.interleaved(seed);
      entries.forEach(fold::accept);
      assertThat(fold.skus()).as("seed %s: %s", seed, entries).containsExactly(expected);
    }
  }

  private static UnitBalance milk(long available, long change) {
    return new UnitBalance("milk", available, change, true, null, false);
  }
}
