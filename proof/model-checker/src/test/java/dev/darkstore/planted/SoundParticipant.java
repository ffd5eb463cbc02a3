package dev.darkstore.planted;

import dev.darkstore.protocol.BranchCommand;
import dev.darkstore.protocol.participant.Participant;
import dev.darkstore.protocol.participant.ParticipantDecision;
import dev.darkstore.protocol.participant.ParticipantDecisions;
import dev.darkstore.protocol.participant.Reservation;
import dev.darkstore.protocol.participant.Resource;
import dev.darkstore.protocol.participant.SupplyDecision.ReservationChange;

/**
 * Participant with the production decisions, to be overridden in part: {@link Participant} itself
 * is final.
 *
 * @param <C> change of one unit of the resource
 */
public class SoundParticipant<C> implements ParticipantDecisions<C> {
  private final Resource<C> resource;
  private final Participant<C> production;

  /** Creates the production decisions about this resource. */
  public SoundParticipant(Resource<C> resource) {
    this.resource = resource;
    this.production = new Participant<>(resource);
  }

  @Override
  public ParticipantDecision<C> decide(Reservation state, BranchCommand command, long nowMillis) {
    return production.decide(state, command, nowMillis);
  }

  @Override
  public ParticipantDecision<C> expire(Reservation state, long nowMillis) {
    return production.expire(state, nowMillis);
  }

  @Override
  public ParticipantDecision<C> changedBySupply(ReservationChange change, long nowMillis) {
    return production.changedBySupply(change, nowMillis);
  }

  final Resource<C> resource() {
    return resource;
  }
}
