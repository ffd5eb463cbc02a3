/** Output for people. */
package dev.darkstore.terminal;
