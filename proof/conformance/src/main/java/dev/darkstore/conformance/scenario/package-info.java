/** Scenarios that play the coordinator, and the rules by which the replies are judged. */
package dev.darkstore.conformance.scenario;
