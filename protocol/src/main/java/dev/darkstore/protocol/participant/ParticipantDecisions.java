package dev.darkstore.protocol.participant;

import dev.darkstore.protocol.BranchCommand;
import dev.darkstore.protocol.participant.SupplyDecision.ReservationChange;

/**
 * What a participant answers, as functions. {@link Participant} is the one; whoever runs it asks
 * through this, so that a test can run one with a defect and see that it is noticed.
 *
 * @param <C> one change of the resource
 */
public interface ParticipantDecisions<C> {
  /**
   * What follows from a command.
   *
   * @param state the branch as it is known
   * @param command what the coordinator wants
   * @param nowMillis the participant's clock
   */
  ParticipantDecision<C> decide(Reservation state, BranchCommand command, long nowMillis);

  /** What follows from the passing of time: nothing, unless the reservation is due. */
  ParticipantDecision<C> expire(Reservation state, long nowMillis);

  /** What follows for a reservation when supply took what it held; changes no unit. */
  ParticipantDecision<C> changedBySupply(ReservationChange change, long nowMillis);
}
