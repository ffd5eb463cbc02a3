/**
 * Participant kit for every service with a resource: a definition names the topics and the
 * resource; the topology and the processor are shared.
 */
package dev.darkstore.runtime.participant;
