/** Output for people. */
package dev.darkstore.client.terminal;
