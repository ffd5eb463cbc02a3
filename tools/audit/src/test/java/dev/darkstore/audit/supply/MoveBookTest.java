package dev.darkstore.audit.supply;

import static dev.darkstore.audit.Verdicts.assertBroken;
import static dev.darkstore.audit.Verdicts.assertClean;

import dev.darkstore.audit.HonestLog;
import dev.darkstore.audit.Log;
import dev.darkstore.audit.finding.Invariant;
import dev.darkstore.audit.record.AuditRecord;
import dev.darkstore.events.AgentMove;
import dev.darkstore.events.AgentMovement;
import dev.darkstore.events.AgentOnline;
import dev.darkstore.events.AgentUpdate;
import dev.darkstore.events.ClaimAgent;
import dev.darkstore.events.GrantAgent;
import dev.darkstore.events.RecallAgent;
import dev.darkstore.events.SupplyApplied;
import dev.darkstore.events.SupplyEvent;
import dev.darkstore.events.UnitBalance;
import dev.darkstore.events.YieldAgent;
import dev.darkstore.schemas.EventCodec;
import dev.darkstore.schemas.EventHeaders;
import dev.darkstore.schemas.Topic;
import java.time.Instant;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

/** Two zones with one agent at a time are found, in every interleaving. */
class MoveBookTest {
  private static final String AGENT = "ann";

  private final HonestLog world = new HonestLog();
  private final Log log = world.log;

  /** State of the agent in a zone. */
  private final class Side {
    private final String zoneId;
    private long offset;
    private long change;

    Side(String zoneId) {
      this.zoneId = zoneId;
    }

    /** Sets the agent online; returns the claim. */
    AuditRecord claims() {
      AuditRecord update =
          log.append(
              Topic.AGENT_UPDATES,
              zoneId,
              EventCodec.AGENT_UPDATES.encode(
                  new AgentUpdate(zoneId, null, AGENT, new AgentOnline())),
              world.nowMillis());
      offset = update.offset();
      tells(null, true, 0, true, update);
      return sends(AGENT, offset, new ClaimAgent(), update);
    }

    AuditRecord isGranted(AuditRecord cause) {
      return sends(zoneId, offset, new GrantAgent(), cause);
    }

    AuditRecord isRecalled(AuditRecord cause) {
      return sends(zoneId, offset, new RecallAgent(), cause);
    }

    void enters(AuditRecord grant) {
      change++;
      tells(AgentMovement.ENTERED, true, 1, false, grant);
    }

    void leaves(AuditRecord cause) {
      change++;
      tells(AgentMovement.LEFT, false, 0, false, cause);
    }

    AuditRecord yields(AuditRecord cause) {
      return sends(AGENT, offset, new YieldAgent(), cause);
    }

    private void tells(
        AgentMovement move, boolean online, long available, boolean entering, AuditRecord cause) {
      log.append(
          Topic.AGENT_EVENTS,
          zoneId,
          EventCodec.SUPPLY_EVENTS.encode(
              new SupplyEvent(
                  zoneId,
                  offset,
                  null,
                  Instant.ofEpochMilli(world.nowMillis()),
                  new SupplyApplied(
                      List.of(new UnitBalance(AGENT, available, change, online, null, entering))),
                  move)),
          world.nowMillis(),
          causedBy(cause));
    }

    private AuditRecord sends(
        String addressee, long claim, SpecificRecord body, AuditRecord cause) {
      return log.append(
          Topic.AGENT_MOVES,
          addressee,
          EventCodec.AGENT_MOVES.encode(
              new AgentMove(
                  addressee, AGENT, zoneId, claim, Instant.ofEpochMilli(world.nowMillis()), body)),
          world.nowMillis(),
          causedBy(cause));
    }
  }

  private static Headers causedBy(AuditRecord cause) {
    Headers headers = new RecordHeaders();
    headers.add(
        EventHeaders.CE_ID,
        Log.bytes(
            "%s-%s-%s-0".formatted(cause.topic().topicName(), cause.partition(), cause.offset())));
    return headers;
  }

  private final Side north = new Side("north");
  private final Side south = new Side("south");

  private void isInTheNorth() {
    north.enters(north.isGranted(north.claims()));
  }

  @Test
  void isCleanWhenTheFirstZoneYields() {
    isInTheNorth();
    AuditRecord recall = north.isRecalled(south.claims());
    north.leaves(recall);
    south.enters(south.isGranted(north.yields(recall)));

    assertClean(world);
  }

  @Test
  void findsAGrantThatDidNotWait() {
    isInTheNorth();
    south.enters(south.isGranted(south.claims()));

    assertBroken(world, Invariant.AGENTS);
  }

  @Test
  void findsAZoneThatYieldsAndKeepsTheAgent() {
    isInTheNorth();
    AuditRecord recall = north.isRecalled(south.claims());
    south.enters(south.isGranted(north.yields(recall)));

    assertBroken(world, Invariant.AGENTS);
  }

  @Test
  void findsAnEntranceThatNobodyGranted() {
    isInTheNorth();
    south.enters(south.claims());

    assertBroken(world, Invariant.CAUSE);
  }

  @Test
  void findsAGrantThatNobodyClaimed() {
    AuditRecord claim = north.claims();
    north.enters(north.isGranted(claim));
    AuditRecord recall = north.isRecalled(claim);
    north.leaves(recall);
    AuditRecord yielded = north.yields(recall);
    south.isGranted(yielded);

    assertBroken(world, Invariant.CAUSE);
  }

  @Test
  void findsAnAgentWhoLeavesAndIsNotThere() {
    isInTheNorth();
    AuditRecord recall = north.isRecalled(south.claims());
    north.leaves(recall);
    north.leaves(recall);
    south.enters(south.isGranted(north.yields(recall)));

    assertBroken(world, Invariant.AGENTS);
  }
}
