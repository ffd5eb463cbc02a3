package dev.darkstore.model;

/**
 * An invariant that does not hold.
 *
 * @param what what was found instead, in a sentence
 */
record Violation(Invariant invariant, String what) {}
