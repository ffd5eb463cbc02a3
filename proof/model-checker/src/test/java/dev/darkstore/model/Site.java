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
 * A participant: all that it stores, its clock, and what an onlooker has counted along.
 *
 * @param inventory what kind of units it owns
 * @param nowMillis its clock
 * @param reservations one per order, in the world's order
 * @param units what it owns
 * @param over counted along: for each order, whether the branch said that it holds nothing any more
 * @param done counted along: for each order, whether its trip is done
 * @param supplied counted along: for each unit, how much supply has brought in
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
   * Least distance between different timers of one site: when one of them has run out, the next
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

  /** An event about one order. */
  record Said(int order, BranchEvent event) {}

  /** A command for one order. */
  record Command(int order, BranchCommand command) {}

  /** The participant applies a command. */
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

  /** The punctuator comes round to an order, due or not. */
  Outcome expire(Decisions decisions, int order) {
    return guarded(
        () ->
            after(
                order,
                inventory.participant(decisions, this).expire(reservations.get(order), nowMillis),
                false));
  }

  /** A supply record is applied, a moment after what was before; empty if there can be none. */
  Optional<Outcome> supply(Decisions decisions, Step step) {
    Site<C> later = at(nowMillis + 1);
    return inventory
        .supply(decisions, later, step)
        .map(supplied -> later.guarded(() -> later.after(decisions, supplied)));
  }

  /** The timers that have not run out yet, the next one first. */
  List<Long> timersAhead() {
    return timers().filter(timer -> timer > nowMillis).sorted().distinct().boxed().toList();
  }

  Site<C> at(long newNowMillis) {
    return new Site<>(inventory, newNowMillis, reservations, units, over, done, supplied);
  }

  /** Bit by bit, the orders whose reservation is final. */
  int assigned() {
    return ordersIn(ReservationStatus.ASSIGNED) | ordersIn(ReservationStatus.SETTLED);
  }

  /** Bit by bit, the orders whose reservation may run out. */
  int reserved() {
    return ordersIn(ReservationStatus.RESERVED);
  }

  /** Bit by bit, the orders that have something, or that a unit believes it is with. */
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

  /** Returns a summary of its units, whichever order has them. */
  String summary() {
    return units.stream().map(inventory::summary).toList().toString();
  }

  /** The units that are not as they were, in words. */
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

  /** A moment passes before a hold begins, so that no two holds end in the same one. */
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

  /** Production throws where an invariant of its own is broken: the service would stop. */
  private Outcome guarded(Supplier<Outcome> step) {
    try {
      return step.get();
    } catch (IllegalStateException broken) {
      return new Outcome(
          this, List.of(), Optional.of(new Violation(Invariant.NO_BREAKDOWN, broken.getMessage())));
    }
  }
}
