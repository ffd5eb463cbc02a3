/** Placing and cancelling orders, and what comes of them. */
package dev.darkstore.command.orders;
