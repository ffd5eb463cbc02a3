package dev.darkstore.model;

import dev.darkstore.planted.Decisions;
import dev.darkstore.protocol.HeldUnit;
import dev.darkstore.protocol.Order;
import dev.darkstore.protocol.participant.ParticipantDecisions;
import dev.darkstore.protocol.participant.SupplyDecision;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Units that a participant owns: the part of the model in which participants differ.
 *
 * @param <C> the state of one unit
 */
interface Inventory<C> {
  /** The participant's decisions about the site as it is. */
  ParticipantDecisions<C> participant(Decisions decisions, Site<C> site);

  /** Returns the effect of a supply step on the site; empty if it cannot happen there. */
  Optional<Supplied<C>> supply(Decisions decisions, Site<C> site, Step step);

  /** The supply steps that can happen. */
  List<Step> supplySteps(Site<C> site, int branch);

  /** Returns the alternative holdings that an order can be given. */
  List<List<HeldUnit>> holdings(Site<C> site, Order order);

  /** Returns true if two states are states of one unit. */
  boolean isSameUnit(C one, C other);

  /** The orders that a unit is with, whatever the reservations say. */
  Optional<String> orderOf(C unit);

  /** Returns the unit with its order, if any, under another id. */
  C renamed(C unit, UnaryOperator<String> ids);

  /** Returns the name of a unit. */
  String name(C unit);

  /** How a unit stands. */
  String describe(C unit);

  /** How a unit stands, whichever order has it. */
  String summary(C unit);

  /** The invariant about units that the site breaks, if any. */
  Optional<Violation> broken(Site<C> site);

  /** The units without numbers that decide nothing; stamps counted back from now. */
  List<C> normal(Site<C> site);

  /**
   * A supply record that was applied.
   *
   * @param decision what production answered
   * @param supplied how much supply has brought in by now, for each unit
   * @param done the orders whose trip is done by now
   */
  record Supplied<C>(SupplyDecision<C> decision, List<Long> supplied, List<Boolean> done) {}
}
