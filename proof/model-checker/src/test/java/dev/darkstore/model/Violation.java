package dev.darkstore.model;

/**
 * Violation of an invariant.
 *
 * @param what description, as a sentence
 */
record Violation(Invariant invariant, String what) {}
