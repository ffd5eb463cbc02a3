/** Command {@code darkstore}: its subcommands, options and exit statuses. */
package dev.darkstore.command;
