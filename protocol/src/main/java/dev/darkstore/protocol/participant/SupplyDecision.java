package dev.darkstore.protocol.participant;

import dev.darkstore.protocol.HeldUnit;
import dev.darkstore.protocol.Reason;
import dev.darkstore.protocol.Refusal;
import java.util.List;
import java.util.Optional;

/**
 * Decision about a supply record. Nothing has been done yet when it is made.
 *
 * @param changes new states of the resource's units
 * @param reservations changes of reservations that held what the supply took away
 * @param refusal refusal if the record cannot be carried out at all; then the lists are empty
 */
public record SupplyDecision<C>(
    List<C> changes, List<ReservationChange> reservations, Optional<Refusal> refusal) {
  public SupplyDecision {
    changes = List.copyOf(changes);
    reservations = List.copyOf(reservations);
  }

  /** A decision that changes units and no reservation. */
  public static <C> SupplyDecision<C> changing(List<C> changes) {
    return new SupplyDecision<>(changes, List.of(), Optional.empty());
  }

  /** A decision that the record cannot be carried out. */
  public static <C> SupplyDecision<C> refused(Refusal refusal) {
    return new SupplyDecision<>(List.of(), List.of(), Optional.of(refusal));
  }

  /** Change of a reservation that its coordinator did not cause. */
  public sealed interface ReservationChange {
    /** The reservation it happens to. */
    Reservation reservation();

    /** It goes on with another holding. */
    record Replaced(Reservation reservation, List<HeldUnit> holding) implements ReservationChange {
      public Replaced {
        holding = List.copyOf(holding);
      }
    }

    /** It is lost; {@code givenBack} is what it still had. */
    record Lost(Reservation reservation, Reason reason, String detail, List<HeldUnit> givenBack)
        implements ReservationChange {
      public Lost {
        givenBack = List.copyOf(givenBack);
      }
    }
  }
}
