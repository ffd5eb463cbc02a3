/**
 * Stories of orders, told with the three services' own topologies in a world that is steered by
 * hand: {@link dev.darkstore.topology.scenario.Scenario} is where they begin, {@link
 * dev.darkstore.topology.scenario.AlwaysHolds} how every one of them ends.
 */
package dev.darkstore.topology.scenario;
