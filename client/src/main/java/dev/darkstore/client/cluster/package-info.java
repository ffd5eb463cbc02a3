/** A cluster as a client sees it: reaching it, writing to it, reading from it. */
package dev.darkstore.client.cluster;
