package dev.darkstore.protocol.participant;

import dev.darkstore.protocol.BranchCommand;
import dev.darkstore.protocol.participant.SupplyDecision.ReservationChange;

/**
 * Decisions of a participant as functions. {@link Participant} implements them; callers use this
 * interface, so that a test can run an implementation with a defect and check that it is detected.
 *
 * @param <C> change of one unit of the resource
 */
public interface ParticipantDecisions<C> {
  /**
   * Returns the decision about a command.
   *
   * @param state known state of the branch
   * @param command command of the coordinator
   * @param nowMillis the participant's clock
   */
  ParticipantDecision<C> decide(Reservation state, BranchCommand command, long nowMillis);

  /** Returns the decision about the passing of time: unchanged unless the reservation is due. */
  ParticipantDecision<C> expire(Reservation state, long nowMillis);

  /** Returns the decision about a reservation whose units were lost to supply; changes no unit. */
  ParticipantDecision<C> changedBySupply(ReservationChange change, long nowMillis);
}
