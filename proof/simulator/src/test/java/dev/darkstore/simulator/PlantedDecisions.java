package dev.darkstore.simulator;

import dev.darkstore.protocol.BranchCommand;
import dev.darkstore.protocol.participant.ParticipantDecision;
import dev.darkstore.protocol.participant.ParticipantDecisions;
import dev.darkstore.protocol.participant.Reservation;
import dev.darkstore.protocol.participant.ReservationStatus;
import dev.darkstore.protocol.participant.SupplyDecision.ReservationChange;
import java.util.HashSet;
import java.util.Set;

/**
 * Defective decisions as a participant. A forgotten reservation cannot be deleted from the
 * participant's store, so it is ignored there.
 */
final class PlantedDecisions<C> implements ParticipantDecisions<C> {
  private final ParticipantDecisions<C> planted;
  private final boolean timersRing;
  private final Set<Reservation> forgotten = new HashSet<>();

  PlantedDecisions(ParticipantDecisions<C> planted, boolean timersRing) {
    this.planted = planted;
    this.timersRing = timersRing;
  }

  @Override
  public ParticipantDecision<C> decide(Reservation kept, BranchCommand command, long nowMillis) {
    Reservation state =
        forgotten.contains(kept)
            ? Reservation.unknown(kept.key(), kept.orderId(), kept.transactionId())
            : kept;
    if (timersRing) {
      ParticipantDecision<C> rung = planted.expire(state, nowMillis);
      if (!rung.next().equals(state)) {
        return rung;
      }
    }
    ParticipantDecision<C> decision = planted.decide(state, command, nowMillis);
    if (decision.next().status() != ReservationStatus.UNKNOWN) {
      return decision;
    }
    forgotten.add(kept);
    return new ParticipantDecision<>(kept, decision.events(), decision.changes());
  }

  @Override
  public ParticipantDecision<C> expire(Reservation state, long nowMillis) {
    return planted.expire(state, nowMillis);
  }

  @Override
  public ParticipantDecision<C> changedBySupply(ReservationChange change, long nowMillis) {
    return planted.changedBySupply(change, nowMillis);
  }
}
