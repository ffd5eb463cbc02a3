package dev.darkstore.protocol;

import java.util.Objects;

/**
 * Quantity of one unit of a resource that a reservation took or gave back: a number of a sku, or
 * one agent. The last three fields order the history of a unit independently of the partitions of
 * its events, so that a reader of the log can check every balance.
 *
 * @param unit sku, or id of the agent
 * @param quantity number of units; 1 for an agent
 * @param change number of this change in the unit's history: 1, 2, 3 … without a gap
 * @param supplyOffset offset of the last supply record applied to the unit before, or -1
 * @param available units that can still be promised after the change
 */
public record HeldUnit(String unit, int quantity, long change, long supplyOffset, long available) {
  public HeldUnit {
    Objects.requireNonNull(unit, "unit");
  }
}
