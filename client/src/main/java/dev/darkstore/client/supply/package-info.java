/** Folds of the log into current stock and agents, shared by every tool. */
package dev.darkstore.client.supply;
