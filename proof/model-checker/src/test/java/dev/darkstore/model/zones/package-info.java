/**
 * Model of the zones of one agent and the directory: the production decisions about an agent's zone
 * in every interleaving of their messages.
 */
package dev.darkstore.model.zones;
