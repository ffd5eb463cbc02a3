/** Participants made with the runtime, as subjects of the scenarios. */
package dev.darkstore.conformance.participant;
