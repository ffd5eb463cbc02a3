package dev.darkstore.chaos;

import dev.darkstore.chaos.cluster.Brokers;
import dev.darkstore.chaos.cluster.Services;
import dev.darkstore.chaos.load.OutageMeter;
import dev.darkstore.harness.Failures;
import dev.darkstore.harness.HarnessException;
import dev.darkstore.harness.Waiting;
import java.time.Duration;

/** Waits for the recovery of the system from a fault. */
final class Recovery {
  private final Brokers brokers;
  private final Services services;
  private final OutageMeter outages;
  private final Failures failures;

  Recovery(Brokers brokers, Services services, OutageMeter outages, Failures failures) {
    this.brokers = brokers;
    this.services = services;
    this.outages = outages;
    this.failures = failures;
  }

  /**
   * Waits until every partition of every route has placed an order that was sent after the time.
   *
   * @throws HarnessException if that takes longer than the limit
   */
  void awaitOrders(long sinceNanos, Duration limit) {
    Waiting.require(
        "an order placed on every partition",
        limit,
        () -> {
          failures.check();
          return outages.allPlacedSince(sinceNanos);
        });
  }

  /** Restarts the brokers one after the other, as an operator does for a hung group. */
  void restartBrokers() {
    brokers.restartEach(node -> {});
  }

  /**
   * Waits until all processes have partitions and all replicas are in sync, so that the next fault
   * meets an intact system.
   *
   * @throws HarnessException if that takes longer than the limit
   */
  void awaitWhole(Duration limit) {
    Waiting.require("all copies in step", limit, brokers::isInSync);
    Waiting.require("all services at work", limit, services::areSettled);
    failures.check();
  }
}
