/** Access of a client to a cluster: connecting, writing, reading. */
package dev.darkstore.client.cluster;
