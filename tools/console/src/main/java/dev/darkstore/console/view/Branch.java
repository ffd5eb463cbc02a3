package dev.darkstore.console.view;

import dev.darkstore.client.log.LogEntry;
import dev.darkstore.events.Assigned;
import dev.darkstore.events.Commit;
import dev.darkstore.events.HeldUnit;
import dev.darkstore.events.Release;
import dev.darkstore.events.Released;
import dev.darkstore.events.ReservationExpired;
import dev.darkstore.events.ReservationRefused;
import dev.darkstore.events.Reserve;
import dev.darkstore.events.Reserved;
import java.util.List;
import java.util.Optional;

/**
 * Share of one participant in an order. Commands and replies are on different topics, so they may
 * be read in any interleaving; each updates separate fields.
 */
final class Branch {
  /** State that the participant's last event shows. */
  enum State {
    SILENT,
    RESERVED,
    REFUSED,
    EXPIRED,
    ASSIGNED,
    RELEASED
  }

  private boolean asked;
  private int commits;
  private int releases;
  private State state = State.SILENT;
  private List<HeldUnit> holding = List.of();
  private Hold hold;

  void accept(LogEntry entry) {
    Object body = entry.body();
    long atMillis = entry.timestampMillis();
    if (body instanceof Reserve) {
      asked = true;
    } else if (body instanceof Commit commit) {
      commits = Math.max(commits, commit.getAttempt());
    } else if (body instanceof Release release) {
      releases = Math.max(releases, release.getAttempt());
    } else if (body instanceof Reserved reserved) {
      state = State.RESERVED;
      holding = List.copyOf(reserved.getHolding());
      if (hold == null) {
        hold = Hold.begun(atMillis, reserved.getExpiresAt().toEpochMilli());
      }
    } else if (body instanceof ReservationRefused) {
      end(State.REFUSED, entry);
    } else if (body instanceof ReservationExpired) {
      end(State.EXPIRED, entry);
    } else if (body instanceof Released) {
      end(State.RELEASED, entry);
    } else if (body instanceof Assigned assigned) {
      end(State.ASSIGNED, entry);
      holding = List.copyOf(assigned.getHolding());
    }
  }

  private void end(State next, LogEntry by) {
    state = next;
    holding = List.of();
    if (hold != null) {
      hold = hold.ended(by.timestampMillis(), by.event());
    }
  }

  boolean isAsked() {
    return asked;
  }

  boolean isCommitting() {
    return commits > 0;
  }

  /** Returns true if a rejected order still awaits its reply that it holds nothing. */
  boolean isToBeReleased() {
    return switch (state) {
      case SILENT -> asked;
      case RESERVED, EXPIRED, ASSIGNED -> true;
      case REFUSED, RELEASED -> false;
    };
  }

  State state() {
    return state;
  }

  int commits() {
    return commits;
  }

  int releases() {
    return releases;
  }

  /** Returns the units that it holds for the order, or has assigned to it. */
  List<HeldUnit> holding() {
    return holding;
  }

  Optional<Hold> hold() {
    return Optional.ofNullable(hold);
  }
}
