package dev.darkstore.audit;

/**
 * What all histories share.
 *
 * @param violations where to report
 * @param isWhole whether the topics are read from their true beginning
 * @param sinceMillis orders from before this are not judged
 */
record History(Violations violations, boolean isWhole, long sinceMillis) {}
