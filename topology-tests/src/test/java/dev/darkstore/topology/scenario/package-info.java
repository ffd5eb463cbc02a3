/**
 * Scenarios of orders, run on the three services' own topologies in a world that the tests control
 * step by step. {@link dev.darkstore.topology.scenario.Scenario} is their base class, and {@link
 * dev.darkstore.topology.scenario.AlwaysHolds} the check that ends every one of them.
 */
package dev.darkstore.topology.scenario;
