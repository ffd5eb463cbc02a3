package dev.darkstore.simulator;

import dev.darkstore.events.Commit;
import dev.darkstore.events.OrderPlaced;
import dev.darkstore.events.OrderRejected;
import dev.darkstore.events.Reason;
import dev.darkstore.events.Release;
import dev.darkstore.events.Reserve;
import dev.darkstore.events.Reserved;
import dev.darkstore.protocol.coordinator.CoordinatorTiming;
import dev.darkstore.schemas.BranchName;
import dev.darkstore.simulator.world.Event;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Check of the coordinator's timers by its own clock, which dates its records: it commits only
 * while its lease covers the whole commit budget, places only within the lease, and no timer fires
 * early.
 */
final class CommandWatch {
  /** Maximum time between writing a record and observing it. */
  private static final long COMMITTED_WITHIN = 1_000;

  private final CoordinatorTiming timing;
  private final Map<String, Map<BranchName, Track>> tracks = new HashMap<>();
  private final Set<String> decided = new HashSet<>();
  private final List<SetBack> setBacks = new ArrayList<>();

  /** Step back of a clock, from one time to another. */
  private record SetBack(long worldMillis, long fromMillis, long toMillis) {}

  /** Times of the last requests to a branch. */
  private static final class Track {
    private long reservedAtMillis;
    private long reservedVisibleAtMillis;
    private long committedAtMillis;
    private long releasedAtMillis;
    private int commits;

    /** True if the branch holds for less time than requested. */
    private boolean isLeaseShorter;
  }

  CommandWatch(CoordinatorTiming timing) {
    this.timing = timing;
  }

  /**
   * Notes the committed decision to send a request. A request of a rolled-back run is not followed:
   * its timers were rolled back with it.
   */
  void committed(Event request) {
    command(request);
  }

  void visible(Event event) {
    switch (event.topic().role()) {
      case RELEASES -> command(event);
      case EVENTS -> reserved(event);
      case ORDER_EVENTS -> {
        if (event.body() instanceof OrderRejected rejected) {
          rejected(event, rejected.getRefusal().getReason());
        } else if (event.body() instanceof OrderPlaced) {
          placed(event);
        }
      }
      case ORDERS,
          COMMANDS,
          VOTES,
          NOTIFICATIONS,
          SUPPLY_UPDATES,
          SUPPLY_EVENTS,
          MOVES,
          DEAD_LETTERS -> {}
    }
  }

  private void command(Event event) {
    String orderId = event.orderId().orElseThrow();
    long atMillis = event.record().timestampMillis();
    Track track = track(event);
    if (event.body() instanceof Commit commit) {
      commit(orderId, track, commit.getAttempt(), atMillis);
    } else if (event.body() instanceof Release release) {
      if (release.getAttempt() > 1) {
        requireElapsed(
            orderId, "Release", track.releasedAtMillis, timing.releasePauseMillis(), atMillis);
      }
      track.releasedAtMillis = atMillis;
      if (track.reservedVisibleAtMillis == 0) {
        // Too old for Reserve: the order begins here.
        track.reservedAtMillis = atMillis;
        track.reservedVisibleAtMillis = event.record().visibleAtMillis();
      }
    } else if (event.body() instanceof Reserve) {
      track.reservedAtMillis = atMillis;
      track.reservedVisibleAtMillis = event.record().visibleAtMillis();
    }
  }

  private void reserved(Event event) {
    if (event.body() instanceof Reserved reserved
        && reserved.getLeftMillis() < timing.holdMillis()) {
      track(event).isLeaseShorter = true;
    }
  }

  private Track track(Event event) {
    return tracks
        .computeIfAbsent(event.orderId().orElseThrow(), id -> new LinkedHashMap<>())
        .computeIfAbsent(event.topic().branch().orElseThrow(), branch -> new Track());
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
            "the order is placed %s ms after Reserve, which is too late"
                .formatted(atMillis - track.reservedAtMillis));
      }
    }
  }

  private void rejected(Event event, Reason reason) {
    String orderId = event.orderId().orElseThrow();
    if (!decided.add(orderId)) {
      // Repeated, possibly after a clock was set back.
      return;
    }
    long atMillis = event.record().timestampMillis();
    Map<BranchName, Track> branches = tracks.getOrDefault(orderId, Map.of());
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
   * Notes a step back of a coordinator's clock. Timers of orders in flight then continue from the
   * new time, and cannot be checked by it.
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
