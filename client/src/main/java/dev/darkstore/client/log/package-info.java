/** What the topics say, event by event, for people. */
package dev.darkstore.client.log;
