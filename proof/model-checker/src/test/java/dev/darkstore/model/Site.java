package dev.darkstore.model;

import dev.darkstore.planted.Decisions;
import dev.darkstore.protocol.BranchCommand;
import dev.darkstore.protocol.BranchEvent;
import dev.darkstore.protocol.participant.ParticipantDecision;
import dev.darkstore.protocol.participant.Reservation;
import dev.darkstore.protocol.participant.ReservationStatus;
import dev.darkstore.protocol.participant.SupplyDecision;
import dev.darkstore.protocol.participant.SupplyDecision.ReservationChange;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.LongStream;

/**
 * Participant: its state, its clock, and counts of an observer.
 *
 * @param inventory type of its units
 * @param nowMillis its clock
 * @param reservations one per order, in the world's sequence
 * @param units its units
 * @param over counted: for each order, true if the branch reported that it holds nothing any more
 * @param done counted: for each order, true if its trip is completed
 * @param supplied counted: for each unit, the quantity supplied
 */
record Site<C>(
    Inventory<C> inventory,
    long nowMillis,
    List<Reservation> reservations,
    List<C> units,
    List<Boolean> over,
    List<Boolean> done,
    List<Long> supplied) {

  /**
   * Minimum distance between different timers of one site: when one of them has expired, the next
   * still leaves enough of its hold to commit.
   */
  private static final long APART_MILLIS = 20_000;

  Site {
    reservations = List.copyOf(reservations);
    units = List.copyOf(units);
    over = List.copyOf(over);
    done = List.copyOf(done);
    supplied = List.copyOf(supplied);
  }

  /** Result of a step. */
  record Outcome(Site<?> next, List<Said> said, Optional<Violation> violation) {}

  /** Event about one order. */
  record Said(int order, BranchEvent event) {}

  /** Command for one order. */
  record Command(int order, BranchCommand command) {}

  /** Applies a command. */
  Outcome apply(Decisions decisions, Command command) {
    Site<C> ready =
        command.command() instanceof BranchCommand.Reserve reserve
            ? apart(reserve.holdMillis())
            : this;
    int order = command.order();
    return ready.guarded(
        () ->
            ready.after(
                order,
                ready
                    .inventory
                    .participant(decisions, ready)
                    .decide(ready.reservations.get(order), command.command(), ready.nowMillis),
                command.command() instanceof BranchCommand.Commit));
  }

  /** Runs the punctuator for an order, due or not. */
  Outcome expire(Decisions decisions, int order) {
    return guarded(
        () ->
            after(
                order,
                inventory.participant(decisions, this).expire(reservations.get(order), nowMillis),
                false));
  }

  /** Applies a supply record, a moment after the previous step; empty if impossible. */
  Optional<Outcome> supply(Decisions decisions, Step step) {
    Site<C> later = at(nowMillis + 1);
    return inventory
        .supply(decisions, later, step)
        .map(supplied -> later.guarded(() -> later.after(decisions, supplied)));
  }

  /** Returns the timers that have not expired, the next one first. */
  List<Long> timersAhead() {
    return timers().filter(timer -> timer > nowMillis).sorted().distinct().boxed().toList();
  }

  Site<C> at(long newNowMillis) {
    return new Site<>(inventory, newNowMillis, reservations, units, over, done, supplied);
  }

  /** Returns the orders whose reservation is final, as a bit set. */
  int assigned() {
    return ordersIn(ReservationStatus.ASSIGNED) | ordersIn(ReservationStatus.SETTLED);
  }

  /** Returns the orders whose reservation may expire, as a bit set. */
  int reserved() {
    return ordersIn(ReservationStatus.RESERVED);
  }

  /** Returns the orders that hold something, or that a unit refers to, as a bit set. */
  int holding() {
    int orders = assigned() | reserved();
    for (C unit : units) {
      Optional<String> order = inventory.orderOf(unit);
      for (int i = 0; order.isPresent() && i < reservations.size(); i++) {
        orders |= reservations.get(i).orderId().equals(order.get()) ? 1 << i : 0;
      }
    }
    return orders;
  }

  /** Returns a summary of its units, independent of their orders. */
  String summary() {
    return units.stream().map(inventory::summary).toList().toString();
  }

  /** Returns descriptions of the changed units. */
  List<String> unitsThatDifferFrom(Site<?> before) {
    return units.stream()
        .filter(unit -> !before.units().contains(unit))
        .map(inventory::describe)
        .toList();
  }

  private int ordersIn(ReservationStatus status) {
    int orders = 0;
    for (int i = 0; i < reservations.size(); i++) {
      orders |= reservations.get(i).status() == status ? 1 << i : 0;
    }
    return orders;
  }

  private LongStream timers() {
    return reservations.stream()
        .filter(reservation -> reservation.status() == ReservationStatus.RESERVED)
        .mapToLong(Reservation::expiresAtMillis);
  }

  /**
   * Advances the clock by a moment before a hold begins, so that no two holds end simultaneously.
   */
  private Site<C> apart(long holdMillis) {
    long latest = timers().max().orElse(Long.MIN_VALUE);
    return latest == Long.MIN_VALUE
        ? this
        : at(Math.max(nowMillis, latest + APART_MILLIS - holdMillis));
  }

  private Outcome after(int order, ParticipantDecision<C> decision, boolean commit) {
    Site<C> next = with(order, decision);
    List<Said> said = decision.events().stream().map(event -> new Said(order, event)).toList();
    Optional<Violation> violation =
        SiteRules.broken(
                reservations.get(order),
                decision,
                new SiteRules.Circumstances(nowMillis, over.get(order), commit, false))
            .or(() -> inventory.broken(next));
    return new Outcome(next, said, violation);
  }

  private Outcome after(Decisions decisions, Inventory.Supplied<C> record) {
    SupplyDecision<C> decision = record.decision();
    Site<C> next =
        new Site<>(
            inventory,
            nowMillis,
            reservations,
            withUnits(decision.changes()),
            over,
            record.done(),
            record.supplied());
    List<Said> said = new ArrayList<>();
    Optional<Violation> violation = Optional.empty();
    for (ReservationChange change : decision.reservations()) {
      int order = reservations.indexOf(change.reservation());
      ParticipantDecision<C> follows =
          inventory.participant(decisions, next).changedBySupply(change, next.nowMillis);
      violation =
          violation.or(
              () ->
                  SiteRules.broken(
                      change.reservation(),
                      follows,
                      new SiteRules.Circumstances(nowMillis, over.get(order), false, true)));
      next = next.with(order, follows);
      follows.events().forEach(event -> said.add(new Said(order, event)));
    }
    Site<C> last = next;
    return new Outcome(last, said, violation.or(() -> inventory.broken(last)));
  }

  private Site<C> with(int order, ParticipantDecision<C> decision) {
    List<Reservation> changed = new ArrayList<>(reservations);
    changed.set(order, decision.next());
    List<Boolean> nowOver = new ArrayList<>(over);
    nowOver.set(order, over.get(order) || decision.events().stream().anyMatch(SiteRules::endsIt));
    return new Site<>(
        inventory, nowMillis, changed, withUnits(decision.changes()), nowOver, done, supplied);
  }

  private List<C> withUnits(List<C> changes) {
    List<C> changed = new ArrayList<>(units);
    for (C change : changes) {
      changed.replaceAll(unit -> inventory.isSameUnit(unit, change) ? change : unit);
    }
    return changed;
  }

  /** Converts an exception into a violation: in production the service would stop. */
  private Outcome guarded(Supplier<Outcome> step) {
    try {
      return step.get();
    } catch (IllegalStateException broken) {
      return new Outcome(
          this, List.of(), Optional.of(new Violation(Invariant.NO_BREAKDOWN, broken.getMessage())));
    }
  }
}
