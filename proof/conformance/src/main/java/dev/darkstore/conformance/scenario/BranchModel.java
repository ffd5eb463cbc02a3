package dev.darkstore.conformance.scenario;

import dev.darkstore.events.Assigned;
import dev.darkstore.events.AssignmentFailed;
import dev.darkstore.events.Released;
import dev.darkstore.events.ReservationRefused;
import dev.darkstore.events.Reserved;
import java.util.Optional;

/**
 * Model of one branch whose hold does not end: its state follows from the replies. Only Reserve of
 * an unknown branch has two correct replies.
 */
final class BranchModel {
  private State state = State.UNKNOWN;

  /** State of the branch. */
  enum State {
    UNKNOWN,
    REFUSED,
    RESERVED,
    ASSIGNED,
    RELEASED
  }

  /** Request of the coordinator. */
  enum Request {
    RESERVE,
    COMMIT,
    RELEASE
  }

  State state() {
    return state;
  }

  boolean isHolding() {
    return state == State.RESERVED || state == State.ASSIGNED;
  }

  /**
   * Changes the state as the reply tells, if it is correct.
   *
   * @param mayRefuse true if the resource may be taken by others
   * @return expected reply; empty if the reply is correct
   */
  Optional<String> handle(Request request, Object reply, boolean mayRefuse) {
    return switch (request) {
      case RESERVE -> reserve(reply, mayRefuse);
      case COMMIT -> commit(reply);
      case RELEASE -> release(reply);
    };
  }

  private Optional<String> reserve(Object reply, boolean mayRefuse) {
    return switch (state) {
      case UNKNOWN -> {
        if (reply instanceof Reserved) {
          state = State.RESERVED;
          yield Optional.empty();
        }
        state = State.REFUSED;
        yield mayRefuse
            ? expected(reply, ReservationRefused.class)
            : expected(reply, Reserved.class);
      }
      case RESERVED, ASSIGNED -> expected(reply, Reserved.class);
      case REFUSED, RELEASED -> expected(reply, ReservationRefused.class);
    };
  }

  private Optional<String> commit(Object reply) {
    if (!isHolding()) {
      return expected(reply, AssignmentFailed.class);
    }
    state = State.ASSIGNED;
    return expected(reply, Assigned.class);
  }

  private Optional<String> release(Object reply) {
    if (state != State.REFUSED) {
      state = State.RELEASED;
    }
    return expected(reply, Released.class);
  }

  private static Optional<String> expected(Object reply, Class<?> type) {
    return type.isInstance(reply) ? Optional.empty() : Optional.of(type.getSimpleName());
  }
}
