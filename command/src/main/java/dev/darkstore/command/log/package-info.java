/** Records of the topics, event by event, on a terminal. */
package dev.darkstore.command.log;
