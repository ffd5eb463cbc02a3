/** Dead letters: listing them, and resending each at most once. */
package dev.darkstore.client.letters;
