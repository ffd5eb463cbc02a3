/** Stock and agents: what there is now, as far as the topics tell. */
package dev.darkstore.command.supply;
