/** Network between the processes, which can be cut and slowed. */
package dev.darkstore.chaos.network;
