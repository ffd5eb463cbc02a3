/** Format of the log. */
package dev.darkstore.runtime.logging;
