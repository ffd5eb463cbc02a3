/**
 * A network of partitioned logs in memory with the services' own topologies on it, steered by hand:
 * nothing happens, and no time passes, unless the one who steers says so.
 */
package dev.darkstore.simulator.world;
