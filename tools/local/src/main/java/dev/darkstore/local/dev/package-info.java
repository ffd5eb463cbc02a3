/** Complete system on a developer's machine. */
package dev.darkstore.local.dev;
