/** Network between the processes, which can be partitioned and slowed. */
package dev.darkstore.chaos.network;
