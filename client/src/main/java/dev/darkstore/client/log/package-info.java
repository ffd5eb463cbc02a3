/** Contents of the topics, event by event, for people. */
package dev.darkstore.client.log;
