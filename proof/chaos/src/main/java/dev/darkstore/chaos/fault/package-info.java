/** Faults, one class each. */
package dev.darkstore.chaos.fault;
