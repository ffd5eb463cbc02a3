package dev.darkstore.simulator;

import dev.darkstore.events.Commit;
import dev.darkstore.events.OrderPlaced;
import dev.darkstore.events.OrderRejected;
import dev.darkstore.events.Reason;
import dev.darkstore.events.Release;
import dev.darkstore.events.Reserve;
import dev.darkstore.events.Reserved;
import dev.darkstore.protocol.coordinator.CoordinatorTiming;
import dev.darkstore.schemas.Topic;
import dev.darkstore.simulator.world.Event;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Follows the coordinator's timers by its own clock, which dates what it writes: it commits only
 * while its lease covers all that committing may take, places only what the lease still covers, and
 * no timer of its acts before its time.
 */
final class CommandWatch {
  /** How long after a record is written it is seen, at the most. */
  private static final long COMMITTED_WITHIN = 1_000;

  private final CoordinatorTiming timing;
  private final Map<String, Map<Topic, Track>> tracks = new HashMap<>();
  private final Set<String> decided = new HashSet<>();
  private final List<SetBack> setBacks = new ArrayList<>();

  /** A clock that was set back, from one time to another. */
  private record SetBack(long worldMillis, long fromMillis, long toMillis) {}

  /** When a branch was sent what for the last time. */
  private static final class Track {
    private long reservedAtMillis;
    private long reservedVisibleAtMillis;
    private long committedAtMillis;
    private long releasedAtMillis;
    private int commits;

    /** True if the branch holds for less time than it was asked to. */
    private boolean isLeaseShorter;
  }

  CommandWatch(CoordinatorTiming timing) {
    this.timing = timing;
  }

  /**
   * The coordinator committed the decision to send a request. One of a life that was rolled back is
   * not followed: its timers were undone with it.
   */
  void committed(Event request) {
    command(request, request.topic());
  }

  void visible(Event event) {
    switch (event.topic()) {
      case STORE_RELEASES -> command(event, Topic.STORE_COMMANDS);
      case DELIVERY_RELEASES -> command(event, Topic.DELIVERY_COMMANDS);
      case ORDER_EVENTS -> {
        if (event.body() instanceof OrderRejected rejected) {
          rejected(event, rejected.getRefusal().getReason());
        } else if (event.body() instanceof OrderPlaced) {
          placed(event);
        }
      }
      case STORE_EVENTS -> reserved(event, Topic.STORE_COMMANDS);
      case DELIVERY_EVENTS -> reserved(event, Topic.DELIVERY_COMMANDS);
      case ORDERS,
          STORE_COMMANDS,
          DELIVERY_COMMANDS,
          STORE_VOTES,
          DELIVERY_VOTES,
          STORE_NOTIFICATIONS,
          DELIVERY_NOTIFICATIONS,
          STOCK_UPDATES,
          AGENT_UPDATES,
          STOCK_EVENTS,
          AGENT_EVENTS,
          AGENT_MOVES,
          DEAD_LETTERS -> {}
    }
  }

  private void command(Event event, Topic branch) {
    String orderId = event.orderId().orElseThrow();
    long atMillis = event.record().timestampMillis();
    Track track = track(orderId, branch);
    if (event.body() instanceof Commit commit) {
      commit(orderId, track, commit.getAttempt(), atMillis);
    } else if (event.body() instanceof Release release) {
      if (release.getAttempt() > 1) {
        requireElapsed(
            orderId, "Release", track.releasedAtMillis, timing.releasePauseMillis(), atMillis);
      }
      track.releasedAtMillis = atMillis;
      if (track.reservedVisibleAtMillis == 0) {
        // Too old to be asked for: this is where the order begins.
        track.reservedAtMillis = atMillis;
        track.reservedVisibleAtMillis = event.record().visibleAtMillis();
      }
    } else if (event.body() instanceof Reserve) {
      track.reservedAtMillis = atMillis;
      track.reservedVisibleAtMillis = event.record().visibleAtMillis();
    }
  }

  private void reserved(Event event, Topic branch) {
    if (event.body() instanceof Reserved reserved
        && reserved.getLeftMillis() < timing.holdMillis()) {
      track(event.orderId().orElseThrow(), branch).isLeaseShorter = true;
    }
  }

  private Track track(String orderId, Topic branch) {
    return tracks
        .computeIfAbsent(orderId, id -> new EnumMap<>(Topic.class))
        .computeIfAbsent(branch, topic -> new Track());
  }

  private void commit(String orderId, Track track, int attempt, long atMillis) {
    if (attempt > 1) {
      requireElapsed(
          orderId, "Commit", track.committedAtMillis, timing.commitIntervalMillis(), atMillis);
    } else if (atMillis + timing.commitBudgetMillis()
        > track.reservedAtMillis + timing.holdMillis()) {
      throw Violated.ofOrder(
          "LEASE",
          orderId,
          "Commit is sent %d ms after Reserve; the hold may run out meanwhile"
              .formatted(atMillis - track.reservedAtMillis));
    }
    track.committedAtMillis = atMillis;
    track.commits = attempt;
  }

  private void placed(Event event) {
    String orderId = event.orderId().orElseThrow();
    if (!decided.add(orderId)) {
      return;
    }
    long atMillis = event.record().timestampMillis();
    for (Track track : tracks.getOrDefault(orderId, Map.of()).values()) {
      // Not known yet if the whole order is one Kafka transaction.
      boolean isReserveKnown = track.reservedVisibleAtMillis > 0;
      if (isReserveKnown && atMillis > track.reservedAtMillis + timing.holdMillis()) {
        throw Violated.ofOrder(
            "LEASE",
            orderId,
            "the order is placed %s ms after Reserve; nobody waits for it any more"
                .formatted(atMillis - track.reservedAtMillis));
      }
    }
  }

  private void rejected(Event event, Reason reason) {
    String orderId = event.orderId().orElseThrow();
    if (!decided.add(orderId)) {
      // Told again, perhaps by a clock that was set back meanwhile.
      return;
    }
    long atMillis = event.record().timestampMillis();
    Map<Topic, Track> branches = tracks.getOrDefault(orderId, Map.of());
    boolean mayHaveRunOut =
        branches.values().stream()
            .anyMatch(
                track ->
                    track.isLeaseShorter
                        || atMillis > track.reservedAtMillis + timing.holdMillis());
    for (Track track : branches.values()) {
      if (reason == Reason.RESERVE_TIMED_OUT) {
        requireElapsed(
            orderId, "Reserve", track.reservedAtMillis, timing.reserveTimeoutMillis(), atMillis);
      } else if (reason == Reason.COMMIT_TIMED_OUT
          && track.commits == timing.commitAttempts()
          && !mayHaveRunOut) {
        requireElapsed(
            orderId, "Commit", track.committedAtMillis, timing.commitIntervalMillis(), atMillis);
      }
    }
  }

  /**
   * A coordinator's clock was set back. Timers of what was on its way then go on from the time that
   * the clock shows, and cannot be judged by it.
   */
  void setBack(long worldMillis, long fromMillis, long toMillis) {
    setBacks.add(new SetBack(worldMillis, fromMillis, toMillis));
  }

  private boolean wasSetBack(Track track) {
    return setBacks.stream()
        .anyMatch(
            back ->
                track.reservedAtMillis >= back.toMillis()
                    && track.reservedAtMillis <= back.fromMillis()
                    && track.reservedVisibleAtMillis <= back.worldMillis() + COMMITTED_WITHIN);
  }

  private void requireElapsed(
      String orderId, String command, long sinceMillis, long millis, long atMillis) {
    if (atMillis - sinceMillis < millis
        && tracks.get(orderId).values().stream().noneMatch(this::wasSetBack)) {
      throw Violated.ofOrder(
          "EXPIRY",
          orderId,
          "the timer of %s acted after %d ms, not after %d"
              .formatted(command, atMillis - sinceMillis, millis));
    }
  }
}
