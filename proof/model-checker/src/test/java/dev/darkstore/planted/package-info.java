/**
 * Deliberate defects, for tests of the checkers: {@link dev.darkstore.planted.Decisions} is the
 * interface to all decisions, {@link dev.darkstore.planted.PlantedBug} the list of defective ones.
 */
package dev.darkstore.planted;
