/** How the lines of the log look. */
package dev.darkstore.runtime.logging;
