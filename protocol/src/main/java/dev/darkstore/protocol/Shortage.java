package dev.darkstore.protocol;

/**
 * Shortage of one sku.
 *
 * @param sku sku that is short
 * @param wanted number of units ordered
 * @param available number of units that the store can still promise
 */
public record Shortage(String sku, int wanted, long available) {}
