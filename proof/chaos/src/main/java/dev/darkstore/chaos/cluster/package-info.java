/** Brokers and services as processes: started, supervised, killed, frozen. */
package dev.darkstore.chaos.cluster;
