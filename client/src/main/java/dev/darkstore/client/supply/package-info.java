/** Folds of the log into what there is now: stock and agents. The one answer for every tool. */
package dev.darkstore.client.supply;
