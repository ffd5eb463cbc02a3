/** Meters of a service. */
package dev.darkstore.runtime.metrics;
