/** Resource of delivery: agents, by zone. */
package dev.darkstore.protocol.delivery;
