/**
 * State of a service: open entries in a small store, closed ones in a windowed store that drops
 * whole segments.
 */
package dev.darkstore.runtime.state;
