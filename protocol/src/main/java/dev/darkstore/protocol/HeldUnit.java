package dev.darkstore.protocol;

import java.util.Objects;

/**
 * A quantity of one unit of a resource that a reservation took or gave back: some units of a sku,
 * or one agent. The last three fields order the histories of a unit, whatever partition its events
 * lie on, and let a reader of the log check every balance on the way.
 *
 * @param unit the sku, or the agent's id
 * @param quantity how many; an agent is always 1
 * @param change the number of this change in the unit's history: 1, 2, 3 … without a gap
 * @param supplyOffset offset of the last supply record applied to the unit before, or -1
 * @param available how many of the unit can still be promised after the change
 */
public record HeldUnit(String unit, int quantity, long change, long supplyOffset, long available) {
  public HeldUnit {
    Objects.requireNonNull(unit, "unit");
  }
}
