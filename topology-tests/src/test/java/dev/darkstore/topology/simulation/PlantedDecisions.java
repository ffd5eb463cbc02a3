package dev.darkstore.topology.simulation;

import dev.darkstore.protocol.BranchCommand;
import dev.darkstore.protocol.participant.ParticipantDecision;
import dev.darkstore.protocol.participant.ParticipantDecisions;
import dev.darkstore.protocol.participant.Reservation;
import dev.darkstore.protocol.participant.SupplyDecision.ReservationChange;

/** Planted decisions as a participant asks for them. */
record PlantedDecisions<C>(dev.darkstore.protocol.planted.ParticipantDecisions<C> planted)
    implements ParticipantDecisions<C> {
  @Override
  public ParticipantDecision<C> decide(Reservation state, BranchCommand command, long nowMillis) {
    return planted.decide(state, command, nowMillis);
  }

  @Override
  public ParticipantDecision<C> expire(Reservation state, long nowMillis) {
    return planted.expire(state, nowMillis);
  }

  @Override
  public ParticipantDecision<C> changedBySupply(ReservationChange change) {
    return planted.changedBySupply(change);
  }
}
