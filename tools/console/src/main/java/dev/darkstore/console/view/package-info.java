/** View of the console, folded from the topics alone: no Kafka, no clock, no I/O. */
package dev.darkstore.console.view;
