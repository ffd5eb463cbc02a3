/**
 * Deliberate defects, for tools that look for defects: {@link dev.darkstore.planted.Decisions} is
 * the seam at which decisions are asked for, {@link dev.darkstore.planted.PlantedBug} the list of
 * spoiled ones.
 */
package dev.darkstore.planted;
