/** Example of a participant: payments within a limit per customer. */
package dev.darkstore.examples.payment;
