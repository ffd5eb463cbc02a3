/** A cluster that a command works on: reaching it, writing to it, reading from it. */
package dev.darkstore.command.cluster;
