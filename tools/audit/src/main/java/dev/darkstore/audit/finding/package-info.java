/** Invariants and their violations. */
package dev.darkstore.audit.finding;
