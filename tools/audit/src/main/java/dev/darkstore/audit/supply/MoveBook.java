package dev.darkstore.audit.supply;

import dev.darkstore.audit.finding.History;
import dev.darkstore.audit.finding.Invariant;
import dev.darkstore.audit.record.AuditRecord;
import dev.darkstore.audit.record.Cause;
import dev.darkstore.audit.record.HandledPositions;
import dev.darkstore.audit.record.Position;
import dev.darkstore.audit.record.UnitId;
import dev.darkstore.events.AgentMove;
import dev.darkstore.events.AgentMovement;
import dev.darkstore.events.ClaimAgent;
import dev.darkstore.events.GrantAgent;
import dev.darkstore.events.SupplyEvent;
import dev.darkstore.events.YieldAgent;
import dev.darkstore.schemas.BranchName;
import dev.darkstore.schemas.Partitions;
import dev.darkstore.schemas.Topic;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Ownership of agents by zones over time: no two zones at once.
 *
 * <p>Messages to an agent's directory are on one partition, in one order, and each of its grants
 * names the record that led to it. So the grants of an agent are ordered too, and between two of
 * them the first zone must have yielded. A zone's events about entering and leaving are tied to
 * that order: an agent enters by a grant, and has left before the zone yields. Orders lie between
 * entering and leaving, which {@link AgentHistory} checks.
 *
 * <p>Checked items are dropped, except the current owner of each agent.
 */
public final class MoveBook {
  private final History history;
  private final HandledPositions progress;
  private final int partitionCount;
  private final Map<String, Track> tracks = new HashMap<>();
  private final Map<Position, Claim> grants = new HashMap<>();
  private final Map<Position, Entrance> entrances = new HashMap<>();
  private final Set<Departure> departures = new HashSet<>();

  private record Claim(String agentId, String zoneId, long number) {
    boolean isGoneBy(Claim other) {
      return zoneId.equals(other.zoneId) && number <= other.number;
    }

    UnitId unit() {
      return new UnitId(BranchName.DELIVERY, zoneId, agentId);
    }
  }

  private record Move(Claim claim, boolean isYield, Cause cause, Position at) {}

  private record Entrance(UnitId unit, long atMillis) {}

  private record Departure(UnitId unit, Cause cause) {}

  /** State of one agent. */
  private static final class Track {
    private final TreeMap<Long, Move> moves = new TreeMap<>();
    private final TreeMap<Long, Claim> granted = new TreeMap<>();
    private final Map<String, Long> claimed = new HashMap<>();
    private Claim owner;
    private final Set<Claim> entered = new HashSet<>();
  }

  public MoveBook(History history, HandledPositions progress, int partitionCount) {
    this.history = history;
    this.progress = progress;
    this.partitionCount = partitionCount;
  }

  /** Notes a message between a zone and a directory. */
  public void move(AuditRecord record, AgentMove move) {
    Claim claim = new Claim(move.getAgentId(), move.getZoneId(), move.getClaim());
    Cause cause = Cause.of(record.headers()).orElse(null);
    noteProgress(cause, record.timestampMillis());
    Track track = tracks.computeIfAbsent(move.getAgentId(), id -> new Track());
    if (move.getBody() instanceof ClaimAgent || move.getBody() instanceof YieldAgent) {
      track.moves.put(
          record.offset(),
          new Move(claim, move.getBody() instanceof YieldAgent, cause, record.position()));
    } else if (move.getBody() instanceof GrantAgent && cause != null) {
      if (!isOfDirectory(cause, move.getAgentId())) {
        report(Invariant.CAUSE, claim, "it is granted because of " + cause);
        return;
      }
      track.granted.put(cause.record().offset(), claim);
      grants.put(record.position(), claim);
    }
  }

  /** Notes that an agent entered a zone or left it. */
  public void moved(AuditRecord record, SupplyEvent event, String agentId) {
    Cause cause = Cause.of(record.headers()).orElse(null);
    if (cause == null) {
      return;
    }
    long atMillis = event.getDecidedAt().toEpochMilli();
    noteProgress(cause, atMillis);
    UnitId unit = new UnitId(BranchName.DELIVERY, event.getBranchKey(), agentId);
    if (event.getMove() == AgentMovement.ENTERED) {
      if (cause.isRecord()) {
        entrances.put(cause.record(), new Entrance(unit, atMillis));
      } else {
        history.violations().ofUnit(Invariant.CAUSE, unit, "the agent enters because of " + cause);
      }
    } else if (event.getMove() == AgentMovement.LEFT) {
      departures.add(new Departure(unit, cause));
    }
  }

  /**
   * Checks completed items.
   *
   * @param isHandled predicate: true if the directory has processed a record, so that all its
   *     consequences were read
   */
  public void check(long beforeMillis, Predicate<Position> isHandled) {
    for (Iterator<Map.Entry<Position, Entrance>> i = entrances.entrySet().iterator();
        i.hasNext(); ) {
      Map.Entry<Position, Entrance> entry = i.next();
      Claim grant = grants.remove(entry.getKey());
      if (grant != null && grant.unit().equals(entry.getValue().unit())) {
        i.remove();
        tracks.get(grant.agentId()).entered.add(grant);
      } else if (entry.getValue().atMillis() < beforeMillis) {
        i.remove();
        if (history.isWhole()) {
          history
              .violations()
              .ofUnit(
                  Invariant.CAUSE,
                  entry.getValue().unit(),
                  "the agent enters because of %s, which grants nothing".formatted(entry.getKey()));
        }
      }
    }
    tracks.values().forEach(track -> advance(track, isHandled));
    // The entrance of a processed grant was read, if there is one.
    grants.keySet().removeIf(isHandled);
  }

  private void advance(Track track, Predicate<Position> isHandled) {
    while (!track.moves.isEmpty()) {
      long offset = track.moves.firstKey();
      Move move = track.moves.firstEntry().getValue();
      if (!isHandled.test(move.at())) {
        return;
      }
      track.moves.pollFirstEntry();
      if (move.isYield()) {
        yielded(track, move);
      } else {
        track.claimed.merge(move.claim().zoneId(), move.claim().number(), Math::max);
        if (track.owner != null && track.owner.isGoneBy(move.claim())) {
          track.owner = null;
        }
      }
      Claim granted = track.granted.remove(offset);
      if (granted != null) {
        granted(track, granted);
      }
    }
  }

  private void yielded(Track track, Move move) {
    boolean hasLeft =
        move.cause() == null || departures.remove(new Departure(move.claim().unit(), move.cause()));
    if (track.owner != null && track.owner.isGoneBy(move.claim())) {
      if (track.entered.remove(track.owner) && !hasLeft) {
        report(
            Invariant.AGENTS,
            move.claim(),
            "the zone yields claim %s and keeps the agent".formatted(move.claim().number()));
      }
      track.owner = null;
    }
  }

  private void granted(Track track, Claim granted) {
    if (track.owner != null && !track.owner.equals(granted)) {
      report(
          Invariant.AGENTS,
          granted,
          "the agent is granted by claim %s, while zone %s has them by claim %s"
              .formatted(granted.number(), track.owner.zoneId(), track.owner.number()));
    }
    Long claimed = track.claimed.get(granted.zoneId());
    if (history.isWhole() && (claimed == null || claimed < granted.number())) {
      report(
          Invariant.CAUSE,
          granted,
          "the agent is granted by claim %s, which the zone never made"
              .formatted(granted.number()));
    }
    track.owner = granted;
  }

  private boolean isOfDirectory(Cause cause, String agentId) {
    return cause.isRecord()
        && cause.record().topic().equals(Topic.AGENT_MOVES)
        && cause.record().partition()
            == Partitions.of(agentId.getBytes(StandardCharsets.UTF_8), partitionCount);
  }

  private void noteProgress(Cause cause, long atMillis) {
    if (cause != null && cause.isRecord()) {
      progress.handled(cause.record(), atMillis);
    }
  }

  private void report(Invariant invariant, Claim claim, String sentence) {
    history.violations().ofUnit(invariant, claim.unit(), sentence);
  }
}
