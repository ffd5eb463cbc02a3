/**
 * Seeded runs of the services' topologies under a random workload and every fault that the protocol
 * tolerates, checked after every step.
 */
package dev.darkstore.simulator;
