/** Histories of units, answers to supply, moves of agents, dead letters. */
package dev.darkstore.audit.supply;
