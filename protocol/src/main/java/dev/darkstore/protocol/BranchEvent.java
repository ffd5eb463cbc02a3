package dev.darkstore.protocol;

import java.util.List;

/** Event of a participant about its branch of an order. */
public sealed interface BranchEvent {

  /**
   * The resource is held. Said again, with another holding, when what is held had to be replaced
   * (an agent went offline); with the same holding when Reserve was repeated.
   *
   * @param holding what was taken
   * @param expiresAtMillis when the timer runs out, by the participant's clock; for people and
   *     audits, never compared with another clock
   * @param leftMillis how much of the hold is left; bounds the coordinator's lease when this
   *     answers a repeated Reserve
   */
  record Reserved(List<HeldUnit> holding, long expiresAtMillis, long leftMillis)
      implements BranchEvent {
    public Reserved {
      holding = List.copyOf(holding);
    }
  }

  /** Nothing is held, and nothing will be for this order. */
  record ReservationRefused(Refusal refusal) implements BranchEvent {}

  /**
   * The hold ended without the coordinator: its timer ran out, or its resource was lost.
   *
   * @param reason RESERVATION_EXPIRED when the timer ran out; else why the resource was lost
   * @param holding what was given back; empty when this is said again
   * @param expiresAtMillis the timer of the reservation, by the participant's clock
   */
  record ReservationExpired(Reason reason, List<HeldUnit> holding, long expiresAtMillis)
      implements BranchEvent {
    public ReservationExpired {
      holding = List.copyOf(holding);
    }
  }

  /**
   * The reservation is final.
   *
   * @param holding what the order now has
   */
  record Assigned(List<HeldUnit> holding) implements BranchEvent {
    public Assigned {
      holding = List.copyOf(holding);
    }
  }

  /**
   * Commit could not be carried out.
   *
   * @param retryable true if the same Commit may succeed later; false if it never will
   */
  record AssignmentFailed(Refusal refusal, boolean retryable) implements BranchEvent {}

  /**
   * The order has nothing of this participant any more.
   *
   * @param holding what was given back by this; empty when there was nothing to give back
   */
  record Released(List<HeldUnit> holding) implements BranchEvent {
    public Released {
      holding = List.copyOf(holding);
    }
  }
}
