/** The order coordinator: one topology whose store holds one transaction per order. */
package dev.darkstore.coordinator;
