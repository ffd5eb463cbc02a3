/** Placing and cancelling orders, and their outcomes. */
package dev.darkstore.command.orders;
