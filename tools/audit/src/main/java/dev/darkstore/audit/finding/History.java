package dev.darkstore.audit.finding;

/**
 * Context shared by all histories.
 *
 * @param violations collector of violations
 * @param isWhole true if the topics are read from their true beginning
 * @param sinceMillis earliest time of the orders that are checked
 */
public record History(Violations violations, boolean isWhole, long sinceMillis) {}
