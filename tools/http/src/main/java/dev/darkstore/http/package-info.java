/** HTTP port of a process: health, metrics, and whatever pages its parts have. */
package dev.darkstore.http;
