package dev.darkstore.topology.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkstore.audit.Audit;
import dev.darkstore.audit.AuditOptions;
import dev.darkstore.audit.AuditRecord;
import dev.darkstore.audit.AuditReport;
import dev.darkstore.audit.Invariant;
import dev.darkstore.schemas.Topic;
import dev.darkstore.simulator.world.LoggedRecord;
import dev.darkstore.simulator.world.Service;
import dev.darkstore.simulator.world.World;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;

/**
 * Check that must pass in every world once it is quiet: nothing is left open, and the audit, from
 * the topics alone, finds nothing. Stock is conserved, no agent has two orders, every order has one
 * outcome that is never contradicted, and nobody is notified unless it is placed.
 */
public final class AlwaysHolds {
  /** Longer than the hold, and than the longest pause between two Releases. */
  private static final int QUIET_AFTER_SECONDS = 200;

  private AlwaysHolds() {}

  /**
   * Lets the world come to rest, with every service up, and checks it.
   *
   * @param expected what the audit is bound to find, because the story itself breaks a rule
   */
  static void onceQuiet(World world, Set<Invariant> expected) {
    for (Service service : Service.values()) {
      world.start(service);
      world.commitsEachStep(service, true);
    }
    world.settle();
    for (int i = 0; i < QUIET_AFTER_SECONDS; i++) {
      world.advance(Duration.ofSeconds(1));
      world.tick();
      world.settle();
    }
    assertThat(world.entries(Service.COORDINATOR, "open-transactions")).as("in flight").isZero();
    assertThat(world.entries(Service.STORE, "open-reservations")).as("goods held").isZero();
    assertThat(world.entries(Service.DELIVERY, "open-reservations")).as("agents held").isZero();
    AuditReport report = audit(world);
    assertThat(report.violationCounts().keySet()).as(report.toText()).isEqualTo(expected);
  }

  /** Returns what the audit finds to be broken. */
  public static Set<Invariant> brokenIn(World world) {
    return audit(world).violationCounts().keySet();
  }

  private static AuditReport audit(World world) {
    Map<Topic, Integer> partitions = new EnumMap<>(Topic.class);
    for (Topic topic : Topic.values()) {
      partitions.put(topic, world.settings().partitions());
    }
    Audit audit = new Audit(partitions, AuditOptions.DEFAULTS, violation -> {});
    for (LoggedRecord record : world.history()) {
      audit.accept(
          new AuditRecord(
              record.topic(),
              record.partition(),
              record.offset(),
              record.timestampMillis(),
              record.key(),
              record.value(),
              record.headers()));
    }
    return audit.finish();
  }
}
