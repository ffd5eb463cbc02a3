/**
 * The participant that every service with a resource of its own is made of: a definition names the
 * topics and the resource, the topology and the processor are shared.
 */
package dev.darkstore.runtime.participant;
