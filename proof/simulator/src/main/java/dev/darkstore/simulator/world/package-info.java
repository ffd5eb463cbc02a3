/**
 * Network of partitioned in-memory logs with the services' topologies, controlled manually: no
 * record is processed, and no time passes, without a call.
 */
package dev.darkstore.simulator.world;
