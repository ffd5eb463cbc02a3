/** Wiring of the topology that every service has. */
package dev.darkstore.runtime.wiring;
