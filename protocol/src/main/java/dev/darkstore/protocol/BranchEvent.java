package dev.darkstore.protocol;

import java.util.List;

/** Event of a participant about its branch of an order. */
public sealed interface BranchEvent {

  /**
   * Confirms that the resource is held. Sent again with another holding when a held unit was
   * replaced (an agent went offline), and with an equal holding when Reserve was repeated.
   *
   * @param holding units that were taken
   * @param expiresAtMillis expiry of the hold, by the participant's clock; for people and audits,
   *     never compared with another clock
   * @param leftMillis remaining time of the hold; bounds the coordinator's lease when this answers
   *     a repeated Reserve
   */
  record Reserved(List<HeldUnit> holding, long expiresAtMillis, long leftMillis)
      implements BranchEvent {
    public Reserved {
      holding = List.copyOf(holding);
    }
  }

  /** Nothing is held, and nothing will be held for this order. */
  record ReservationRefused(Refusal refusal) implements BranchEvent {}

  /**
   * Reports that the hold ended without the coordinator: its timer ran out, or its resource was
   * lost.
   *
   * @param reason RESERVATION_EXPIRED if the timer ran out, otherwise the reason of the loss
   * @param holding units that were given back; empty when the event is repeated
   * @param expiresAtMillis expiry of the reservation, by the participant's clock
   */
  record ReservationExpired(Reason reason, List<HeldUnit> holding, long expiresAtMillis)
      implements BranchEvent {
    public ReservationExpired {
      holding = List.copyOf(holding);
    }
  }

  /**
   * Confirms that the reservation is final.
   *
   * @param holding units assigned to the order
   */
  record Assigned(List<HeldUnit> holding) implements BranchEvent {
    public Assigned {
      holding = List.copyOf(holding);
    }
  }

  /**
   * Reports that Commit could not be carried out.
   *
   * @param retryable true if the same Commit may succeed later; false if it never will
   */
  record AssignmentFailed(Refusal refusal, boolean retryable) implements BranchEvent {}

  /**
   * Confirms that the order holds nothing at this participant any more.
   *
   * @param holding units that this Release gave back; empty if there were none
   */
  record Released(List<HeldUnit> holding) implements BranchEvent {
    public Released {
      holding = List.copyOf(holding);
    }
  }
}
