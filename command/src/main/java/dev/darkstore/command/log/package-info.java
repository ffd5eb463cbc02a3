/** What the topics say, event by event, on a terminal. */
package dev.darkstore.command.log;
