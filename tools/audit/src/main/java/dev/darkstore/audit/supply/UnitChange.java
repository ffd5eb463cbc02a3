package dev.darkstore.audit.supply;

import dev.darkstore.events.AgentMovement;
import dev.darkstore.events.HeldUnit;
import dev.darkstore.events.UnitBalance;

/** Change in a unit's history, from an event: by an order, or by a movement. */
final class UnitChange implements Comparable<UnitChange> {

  /** State of a taken agent after later events of the order. */
  enum Word {
    /** No event yet. */
    NONE,
    /** The agent was assigned. */
    ASSIGNED,
    /** The order got another agent, or none: this one went offline. */
    LOST
  }

  private final long number;
  private final int taken;
  private final long supplyOffset;
  private final long available;
  private final String orderId;
  private final long decidedAtMillis;
  private final AgentMovement movement;
  private final boolean isEntering;
  private Word word = Word.NONE;
  private long wordOffset;

  private UnitChange(HeldUnit unit, int taken, String orderId, long decidedAtMillis) {
    this.number = unit.getChange();
    this.taken = taken;
    this.supplyOffset = unit.getSupplyOffset();
    this.available = unit.getAvailable();
    this.orderId = orderId;
    this.decidedAtMillis = decidedAtMillis;
    this.movement = null;
    this.isEntering = false;
  }

  private UnitChange(
      UnitBalance agent, AgentMovement movement, long supplyOffset, long decidedAtMillis) {
    this.number = agent.getChange();
    this.taken = 0;
    this.supplyOffset = supplyOffset;
    this.available = agent.getAvailable();
    this.orderId = "";
    this.decidedAtMillis = decidedAtMillis;
    this.movement = movement;
    this.isEntering = agent.getEntering();
  }

  static UnitChange moving(
      UnitBalance agent, AgentMovement movement, long supplyOffset, long decidedAtMillis) {
    return new UnitChange(agent, movement, supplyOffset, decidedAtMillis);
  }

  static UnitChange taking(HeldUnit unit, String orderId, long decidedAtMillis) {
    return new UnitChange(unit, unit.getQuantity(), orderId, decidedAtMillis);
  }

  static UnitChange givingBack(HeldUnit unit, String orderId, long decidedAtMillis) {
    return new UnitChange(unit, -unit.getQuantity(), orderId, decidedAtMillis);
  }

  /** Returns the number of the change: 1, 2, 3 … */
  long number() {
    return number;
  }

  /** Returns the quantity taken; negative if given back. */
  int taken() {
    return taken;
  }

  /** Returns the last supply record applied to the unit before, or -1. */
  long supplyOffset() {
    return supplyOffset;
  }

  /** Returns the available quantity afterwards, as the event states it. */
  long available() {
    return available;
  }

  String orderId() {
    return orderId;
  }

  long decidedAtMillis() {
    return decidedAtMillis;
  }

  /** Returns the movement of the agent, or null for a change by an order. */
  AgentMovement movement() {
    return movement;
  }

  /** Returns true if a moved agent waits to be granted again. */
  boolean isEntering() {
    return isEntering;
  }

  boolean isTaking() {
    return taken > 0;
  }

  boolean isOf(String order) {
    return orderId.equals(order);
  }

  Word word() {
    return word;
  }

  /** Returns the last supply record applied to the agent before the event. */
  long wordOffset() {
    return wordOffset;
  }

  void note(Word newWord, long supplyOffset) {
    word = newWord;
    wordOffset = supplyOffset;
  }

  @Override
  public int compareTo(UnitChange other) {
    return Long.compare(number, other.number);
  }
}
