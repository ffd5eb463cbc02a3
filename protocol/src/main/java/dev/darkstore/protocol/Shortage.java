package dev.darkstore.protocol;

/**
 * One sku that is short.
 *
 * @param sku which
 * @param wanted how many units the order asks for
 * @param available how many the store can still promise
 */
public record Shortage(String sku, int wanted, long available) {}
