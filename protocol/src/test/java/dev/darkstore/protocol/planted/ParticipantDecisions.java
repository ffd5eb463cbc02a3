package dev.darkstore.protocol.planted;

import dev.darkstore.protocol.BranchCommand;
import dev.darkstore.protocol.participant.Participant;
import dev.darkstore.protocol.participant.ParticipantDecision;
import dev.darkstore.protocol.participant.Reservation;
import dev.darkstore.protocol.participant.Resource;
import dev.darkstore.protocol.participant.SupplyDecision.ReservationChange;

/**
 * A participant as three functions. A planted bug overrides the one that it spoils and calls {@code
 * super} for the rest.
 *
 * @param <C> one change of the resource
 */
public class ParticipantDecisions<C> {
  private final Resource<C> resource;
  private final Participant<C> production;

  /** The production decisions about this resource. */
  public ParticipantDecisions(Resource<C> resource) {
    this.resource = resource;
    this.production = new Participant<>(resource);
  }

  /** What follows from a command. */
  public ParticipantDecision<C> decide(Reservation state, BranchCommand command, long nowMillis) {
    return production.decide(state, command, nowMillis);
  }

  /** What follows from the passing of time. */
  public ParticipantDecision<C> expire(Reservation state, long nowMillis) {
    return production.expire(state, nowMillis);
  }

  /** What follows for a reservation when supply took what it held. */
  public ParticipantDecision<C> changedBySupply(ReservationChange change) {
    return production.changedBySupply(change);
  }

  final Resource<C> resource() {
    return resource;
  }
}
