package dev.darkstore.conformance.report;

/**
 * Record of an order, sent or received.
 *
 * @param sinceBeginMillis time since the first record of the order
 * @param position topic, partition and offset, as far as known
 * @param text content, for people
 */
public record Exchange(long sinceBeginMillis, String position, String text) {}
