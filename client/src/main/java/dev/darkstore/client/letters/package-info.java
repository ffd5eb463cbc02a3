/** Dead letters: looking at them, and sending them again, never twice. */
package dev.darkstore.client.letters;
