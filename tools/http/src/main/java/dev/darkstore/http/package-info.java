/** HTTP port of a process: health, metrics, and the pages of its parts. */
package dev.darkstore.http;
