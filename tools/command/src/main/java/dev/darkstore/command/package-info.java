/** The command {@code darkstore}: its words, options and exit statuses. */
package dev.darkstore.command;
