package dev.darkstore.topology.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkstore.audit.finding.Invariant;
import dev.darkstore.audit.report.AuditReport;
import dev.darkstore.simulator.world.ServiceKind;
import dev.darkstore.simulator.world.World;
import dev.darkstore.simulator.world.WorldAudit;
import java.time.Duration;
import java.util.Set;

/**
 * Check that must pass in every world once nothing is pending: no order and no reservation is open,
 * and the audit, from the topics alone, finds no violation. Stock is conserved, no agent has two
 * orders, every order has one outcome that is never contradicted, and only placed orders are
 * notified.
 */
final class AlwaysHolds {
  /** Longer than the hold, and than the longest pause between two Releases. */
  private static final int QUIET_AFTER_SECONDS = 200;

  private AlwaysHolds() {}

  /**
   * Starts every service, runs the world until nothing is pending, and checks it.
   *
   * @param expected violations that the audit must find, because the scenario itself breaks a rule
   */
  static void onceQuiet(World world, Set<Invariant> expected) {
    for (ServiceKind service : ServiceKind.values()) {
      world.start(service);
      world.commitsEachStep(service, true);
    }
    world.settle();
    for (int i = 0; i < QUIET_AFTER_SECONDS; i++) {
      world.advance(Duration.ofSeconds(1));
      world.tick();
      world.settle();
    }
    assertThat(world.entries(ServiceKind.COORDINATOR, "open-transactions"))
        .as("orders in flight")
        .isZero();
    assertThat(world.entries(ServiceKind.STORE, "open-reservations")).as("goods held").isZero();
    assertThat(world.entries(ServiceKind.DELIVERY, "open-reservations")).as("agents held").isZero();
    assertThat(world.entries(ServiceKind.PAYMENT, "open-reservations")).as("credit held").isZero();
    AuditReport report = WorldAudit.of(world);
    assertThat(report.violationCounts().keySet()).as(report.toText()).isEqualTo(expected);
  }
}
