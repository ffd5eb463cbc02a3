/**
 * State that every service keeps in the same way: what is open in a small store, what is closed in
 * a windowed one that forgets whole segments, deadlines in an index that is derived from what is
 * open.
 */
package dev.darkstore.runtime.state;
