/** Delivery's resource: agents, by zone. */
package dev.darkstore.protocol.delivery;
