package dev.darkstore.protocol.participant;

import dev.darkstore.protocol.HeldUnit;
import dev.darkstore.protocol.Reason;
import dev.darkstore.protocol.Refusal;
import java.util.List;
import java.util.Optional;

/**
 * Decision about a supply record. The decision itself executes nothing.
 *
 * @param changes new states of the resource's units
 * @param reservations changes of reservations that held units lost to this supply record
 * @param refusal refusal if the record cannot be carried out; then the lists are empty
 */
public record SupplyDecision<C>(
    List<C> changes, List<ReservationChange> reservations, Optional<Refusal> refusal) {
  public SupplyDecision {
    changes = List.copyOf(changes);
    reservations = List.copyOf(reservations);
  }

  /** Returns a decision that changes units and no reservation. */
  public static <C> SupplyDecision<C> changing(List<C> changes) {
    return new SupplyDecision<>(changes, List.of(), Optional.empty());
  }

  /** Returns a decision that refuses the record. */
  public static <C> SupplyDecision<C> refused(Refusal refusal) {
    return new SupplyDecision<>(List.of(), List.of(), Optional.of(refusal));
  }

  /** Change of a reservation that its coordinator did not cause. */
  public sealed interface ReservationChange {
    /** Returns the reservation before the change. */
    Reservation reservation();

    /** The reservation continues with another holding. */
    record Replaced(Reservation reservation, List<HeldUnit> holding) implements ReservationChange {
      public Replaced {
        holding = List.copyOf(holding);
      }
    }

    /** The reservation is lost; {@code givenBack} are the units that it still held. */
    record Lost(Reservation reservation, Reason reason, String detail, List<HeldUnit> givenBack)
        implements ReservationChange {
      public Lost {
        givenBack = List.copyOf(givenBack);
      }
    }
  }
}
