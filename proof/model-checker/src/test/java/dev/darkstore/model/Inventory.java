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
 * Units of a participant: the part of the model that differs between participants.
 *
 * @param <C> state of one unit
 */
interface Inventory<C> {
  /** Returns the participant's decisions about the current site. */
  ParticipantDecisions<C> participant(Decisions decisions, Site<C> site);

  /** Returns the effect of a supply step on the site; empty if it cannot happen there. */
  Optional<Supplied<C>> supply(Decisions decisions, Site<C> site, Step step);

  /** Returns the possible supply steps. */
  List<Step> supplySteps(Site<C> site, int branch);

  /** Returns the alternative holdings that an order can be given. */
  List<List<HeldUnit>> holdings(Site<C> site, Order order);

  /** Returns true if two states are states of one unit. */
  boolean isSameUnit(C one, C other);

  /** Returns the orders of a unit, independent of the reservations. */
  Optional<String> orderOf(C unit);

  /** Returns the unit with its order, if any, under another id. */
  C renamed(C unit, UnaryOperator<String> ids);

  /** Returns the name of a unit. */
  String name(C unit);

  /** Returns a description of the unit's state. */
  String describe(C unit);

  /** Returns a description of the unit's state, independent of its order. */
  String summary(C unit);

  /** Returns the violated invariant about units, if any. */
  Optional<Violation> broken(Site<C> site);

  /** Returns the units without irrelevant numbers, with relative times. */
  List<C> normal(Site<C> site);

  /**
   * Applied supply record.
   *
   * @param decision decision of the production code
   * @param supplied quantity supplied so far, for each unit
   * @param done orders whose trip is completed
   */
  record Supplied<C>(SupplyDecision<C> decision, List<Long> supplied, List<Boolean> done) {}
}
