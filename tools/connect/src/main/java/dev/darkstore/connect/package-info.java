/** Plug-in of Kafka Connect. */
package dev.darkstore.connect;
