package dev.darkstore.audit.finding;

/**
 * Context that all histories share.
 *
 * @param violations the list to report to
 * @param isWhole true if the topics are read from their true beginning
 * @param sinceMillis earliest time of the orders that are judged
 */
public record History(Violations violations, boolean isWhole, long sinceMillis) {}
