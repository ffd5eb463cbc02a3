/**
 * Seeded runs of the services' own topologies under a random workload and every fault that the
 * protocol is meant to stand, judged after every step.
 */
package dev.darkstore.simulator;
